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


def settled(builder: Any, word: Any) -> Any:
    """The word, as something LLVM knows nothing of: what it knows of 64 comparisons it would do bit by bit."""
    return builder.asm(ir.FunctionType(WORD, [WORD]), "", "=r,0", [word], side_effect=False)


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
def polynomial(_typing: Any, _first: Any, _second: Any, _third: Any, _last: Any, _powers: Any) -> Any:
    """`first * p³ + second * p² + third * p + last` modulo 2^61 - 1, below 2^62; the powers of p come ascending.

    Coefficients are below 2^56, the powers below 2^61.
    """

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        *coefficients, last = (builder.zext(argument, wide) for argument in arguments[:4])
        powers = [builder.zext(builder.extract_value(arguments[4], place), wide) for place in (2, 1, 0)]
        total = last
        for coefficient, power in zip(coefficients, powers, strict=True):
            total = builder.add(total, builder.mul(coefficient, power))
        rest = builder.and_(builder.trunc(total, WORD), WORD((1 << 61) - 1))
        return builder.add(rest, builder.trunc(builder.lshr(total, wide(61)), WORD))

    number = types.uint64
    return number(number, number, number, number, types.UniTuple(number, 3)), codegen


@instruction
def added_product(_typing: Any, _number: Any, _left: Any, _right: Any) -> Any:
    """A number below 2^63 that is `number + left * right` modulo 2^61 - 1, for factors below 2^62 and 2^61."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        number, left, right = (builder.zext(argument, wide) for argument in arguments)
        total = builder.add(number, builder.mul(left, right))
        rest = builder.and_(builder.trunc(total, WORD), WORD((1 << 61) - 1))
        return builder.add(rest, builder.trunc(builder.lshr(total, wide(61)), WORD))

    return types.uint64(types.uint64, types.uint64, types.uint64), codegen


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
def lesser(_typing: Any, _left: Any, _right: Any) -> Any:
    """The lesser of two finite doubles, of many in any order."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _chosen(builder, "<", *arguments)

    return types.float64(types.float64, types.float64), codegen


@instruction
def greater(_typing: Any, _left: Any, _right: Any) -> Any:
    """The greater of two finite doubles, of many in any order."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _chosen(builder, ">", *arguments)

    return types.float64(types.float64, types.float64), codegen


def _chosen(builder: Any, comparison: str, left: Any, right: Any) -> Any:
    flags = ("nnan", "nsz")
    return builder.select(builder.fcmp_ordered(comparison, left, right, flags=flags), left, right, flags=flags)


@instruction
def equal_mask(_typing: Any, array: Any, _index: Any, _byte: Any) -> Any:
    """Which of the 64 bytes of a `uint8` array from an index on equal a byte: bit i for the i-th."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = _line(context, builder, signature.args[0], arguments[0], arguments[1])
        splat = _splat(builder, arguments[2])
        return settled(builder, builder.bitcast(builder.icmp_unsigned("==", line, splat), WORD))

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
