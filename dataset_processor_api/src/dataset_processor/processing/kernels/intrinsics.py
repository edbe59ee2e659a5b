"""Single machine instructions that NumPy and Numba do not offer, written as LLVM."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from dataset_processor.processing.kernels.compiling import instruction

BYTE, WORD, LINE = ir.IntType(8), ir.IntType(64), ir.VectorType(ir.IntType(8), 64)


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    struct = cgutils.create_struct_proxy(array_type)(context, builder, value=array)
    return builder.gep(builder.bitcast(struct.data, BYTE.as_pointer()), [index])


@instruction
def load64(_typing: Any, array: Any, _index: Any) -> Any:
    """The eight bytes of a `uint8` array from an index on, little-endian, as `uint64`; nothing is checked."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _pointer(context, builder, signature.args[0], *arguments)
        return builder.load(builder.bitcast(pointer, WORD.as_pointer()), align=1)

    return types.uint64(array, types.intp), codegen


@instruction
def mul128(_typing: Any, _left: Any, _right: Any) -> Any:
    """The full product of two `uint64`: its low and its high half."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(arguments[0], wide), builder.zext(arguments[1], wide))
        halves = [builder.trunc(product, WORD), builder.trunc(builder.lshr(product, wide(64)), WORD)]
        return context.make_tuple(builder, signature.return_type, halves)

    return types.UniTuple(types.uint64, 2)(types.uint64, types.uint64), codegen


@instruction
def trailing_zeros(_typing: Any, _word: Any) -> Any:
    """The number of zero bits below the lowest one; 64 for 0."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(0))

    return types.int64(types.uint64), codegen


@instruction
def leading_zeros(_typing: Any, _word: Any) -> Any:
    """The number of zero bits above the highest one; 64 for 0."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctlz(arguments[0], ir.IntType(1)(0))

    return types.int64(types.uint64), codegen


@instruction
def ones(_typing: Any, _word: Any) -> Any:
    """The number of bits that are set."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), codegen


@instruction
def equal_mask(_typing: Any, array: Any, _index: Any, _byte: Any) -> Any:
    """Which of the 64 bytes of a `uint8` array from an index on equal a byte: bit i for the i-th."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = _line(context, builder, signature.args[0], arguments[0], arguments[1])
        splat = _splat(builder, arguments[2])
        return builder.bitcast(builder.icmp_unsigned("==", line, splat), WORD)

    return types.uint64(array, types.intp, types.uint8), codegen


@instruction
def high_mask(_typing: Any, array: Any, _index: Any) -> Any:
    """Which of the 64 bytes of a `uint8` array from an index on are 128 or more; nothing is checked."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = _line(context, builder, signature.args[0], arguments[0], arguments[1])
        return builder.bitcast(builder.icmp_signed("<", line, ir.Constant(LINE, [0] * 64)), WORD)

    return types.uint64(array, types.intp), codegen


def _line(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    pointer = _pointer(context, builder, array_type, array, index)
    return builder.load(builder.bitcast(pointer, LINE.as_pointer()), align=1)


def _splat(builder: Any, byte: Any) -> Any:
    undefined = ir.Constant(LINE, ir.Undefined)
    single = builder.insert_element(undefined, byte, ir.IntType(32)(0))
    return builder.shuffle_vector(single, undefined, ir.Constant(ir.VectorType(ir.IntType(32), 64), [0] * 64))
