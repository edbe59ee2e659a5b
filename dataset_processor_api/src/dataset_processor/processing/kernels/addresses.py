"""Bytes by their addresses.

An array handed on to another compiled function may cost two atomic counts of its references; an address costs none.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from dataset_processor.processing.kernels.compiling import instruction

BYTE, WORD, HALF_LINE = ir.IntType(8), ir.IntType(64), ir.VectorType(ir.IntType(8), 16)


def _load(builder: Any, address: Any, kind: Any) -> Any:
    return builder.load(builder.inttoptr(address, kind.as_pointer()), align=1)


@instruction
def address_of(_typing: Any, array: Any) -> Any:
    """The address (int64) of the first element of an array, good as long as the array lives."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        struct = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
        return builder.ptrtoint(struct.data, WORD)

    return types.int64(array), codegen


@instruction
def byte_at(_typing: Any, _address: Any) -> Any:
    """The byte at an address, as `uint8`."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _load(builder, arguments[0], BYTE)

    return types.uint8(types.int64), codegen


@instruction
def word_at(_typing: Any, _address: Any) -> Any:
    """The eight bytes from an address on, little-endian, as `uint64`."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _load(builder, arguments[0], WORD)

    return types.uint64(types.int64), codegen


@instruction
def other_than_digits(_typing: Any, _address: Any) -> Any:
    """Which of the 16 bytes from an address on are not 0 to 9, as `int64`: bit i for the i-th."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        offsets = builder.sub(_load(builder, arguments[0], HALF_LINE), ir.Constant(HALF_LINE, [ord("0")] * 16))
        outside = builder.icmp_unsigned(">", offsets, ir.Constant(HALF_LINE, [9] * 16))
        return builder.zext(builder.bitcast(outside, ir.IntType(16)), WORD)

    return types.int64(types.int64), codegen
