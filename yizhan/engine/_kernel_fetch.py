"""Ask the processor to fetch what is needed soon: a hint that changes no answer and may be ignored.

A part of the kernel of ranking; imported by it only.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.extending import intrinsic


@intrinsic
def fetch(_typing: Any, array: Any, at: Any) -> Any:
    """fetch(array, at): the line of memory around this place of an array that lies in one piece."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place, number = builder.gep(data, [arguments[1]]), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [place.type, number, number, number])
        hint = builder.module.declare_intrinsic("llvm.prefetch", [place.type], kind)
        builder.call(hint, [place, number(0), number(2), number(1)])
        return context.get_dummy_value()

    return types.void(array, at), build
