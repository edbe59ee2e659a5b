"""Single bytes, and sets of bytes in 64 of them at once, written as LLVM; nothing is checked."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from dataset_processor.processing.kernels.compiling import instruction

BYTE, WORD, LINE = ir.IntType(8), ir.IntType(64), ir.VectorType(ir.IntType(8), 64)
QUOTE, BACKSLASH, FIRST_PRINTABLE, CASE_BIT = 0x22, 0x5C, 0x20, 0x20


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    struct = cgutils.create_struct_proxy(array_type)(context, builder, value=array)
    return builder.gep(builder.bitcast(struct.data, BYTE.as_pointer()), [index])


def _line(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    pointer = _pointer(context, builder, array_type, array, index)
    return builder.load(builder.bitcast(pointer, LINE.as_pointer()), align=1)


def _constant(byte: int) -> Any:
    return ir.Constant(LINE, [byte] * 64)


def _splat(builder: Any, byte: Any) -> Any:
    undefined = ir.Constant(LINE, ir.Undefined)
    single = builder.insert_element(undefined, byte, ir.IntType(32)(0))
    return builder.shuffle_vector(single, undefined, ir.Constant(ir.VectorType(ir.IntType(32), 64), [0] * 64))


@instruction
def byte_at(_typing: Any, array: Any, _index: Any) -> Any:
    """The byte of a `uint8` array at an index, as `int64`."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.zext(builder.load(_pointer(context, builder, signature.args[0], *arguments), align=1), WORD)

    return types.int64(array, types.intp), codegen


@instruction
def string_stops(_typing: Any, array: Any, _index: Any) -> Any:
    """Which of the next 64 bytes are quotes, backslashes or control characters."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = _line(context, builder, signature.args[0], *arguments)
        stops = builder.or_(
            builder.icmp_unsigned("==", line, _constant(QUOTE)), builder.icmp_unsigned("==", line, _constant(BACKSLASH))
        )
        stops = builder.or_(stops, builder.icmp_unsigned("<", line, _constant(FIRST_PRINTABLE)))
        return builder.bitcast(stops, WORD)

    return types.uint64(array, types.intp), codegen


@instruction
def either_case_mask(_typing: Any, array: Any, _index: Any, _byte: Any) -> Any:
    """Which of the next 64 bytes equal a byte that has the bit 0x20, or the byte without it: `{` or `[`, `}` or `]`."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = _line(context, builder, signature.args[0], arguments[0], arguments[1])
        folded = builder.or_(line, _constant(CASE_BIT))
        return builder.bitcast(builder.icmp_unsigned("==", folded, _splat(builder, arguments[2])), WORD)

    return types.uint64(array, types.intp, types.uint8), codegen


@instruction
def range_mask(_typing: Any, array: Any, _index: Any, _first: Any, _count: Any) -> Any:
    """Which of the next 64 bytes are one of `count` from `first` on."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = _line(context, builder, signature.args[0], arguments[0], arguments[1])
        offsets = builder.sub(line, _splat(builder, arguments[2]))
        return builder.bitcast(builder.icmp_unsigned("<", offsets, _splat(builder, arguments[3])), WORD)

    return types.uint64(array, types.intp, types.uint8, types.uint8), codegen


@instruction
def bits_of_double(_typing: Any, _value: Any) -> Any:
    """The bits of a double."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], WORD)

    return types.uint64(types.float64), codegen
