"""The rules of AGENTS.md that a machine can check."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SOURCES = PROJECT / "src"
FILES = sorted([*SOURCES.rglob("*.py"), *(PROJECT / "benchmarks").rglob("*.py")])
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
MAX_FILE_LINES, MAX_FUNCTION_LINES = 300, 50


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCES if path.is_relative_to(SOURCES) else PROJECT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def is_kernel(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A loop that is compiled as a whole; what it calls is copied into it anyway."""
    return any("kernel" in ast.unparse(decorator) for decorator in function.decorator_list)


def in_product(path: Path) -> bool:
    return path.is_relative_to(SOURCES / "dataset_processor")


def uses_of_environ(tree: ast.Module) -> Iterator[int]:
    """Lines that read or write the environment, by whatever name it was imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "putenv"}:
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for alias in node.names if alias.name in {"environ", "environb", "getenv"})


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 50
    assert len(LOCKS) >= 3


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    in_kernels = path.parent.name == "kernels"
    judged = [node for node in functions if not (in_kernels and is_kernel(node))]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in judged}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=name_of)
def test_a_package_says_what_may_live_there(path: Path) -> None:
    docstring = ast.get_docstring(tree_of(path))
    assert docstring
    assert docstring.endswith(".")


def test_every_folder_with_code_is_a_package() -> None:
    assert [name_of(path) for path in FILES if not (path.parent / "__init__.py").exists()] == []


def test_no_module_is_named_after_nothing() -> None:
    nothing = re.compile(r"(^|_)(utils?|common|helpers?|misc|shared)(_|$)")
    names = {part for path in FILES for part in Path(name_of(path)).with_suffix("").parts}
    assert [name for name in names if nothing.search(name)] == []


def test_only_settings_read_the_environment() -> None:
    found = {f"{name_of(path)}:{line}" for path in FILES if in_product(path) for line in uses_of_environ(tree_of(path))}
    assert found == set()


def test_only_keys_makes_object_names() -> None:
    makers = [
        name_of(path)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("datasets/")
    ]
    assert set(makers) == {"dataset_processor/storage/keys.py"}


@pytest.mark.parametrize("path", sorted((SOURCES / "dataset_processor" / "services").glob("*.py")), ids=name_of)
def test_services_never_commit(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    names = {func.attr for func in calls if isinstance(func, ast.Attribute)}
    assert not names & {"commit", "begin", "rollback"}


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_locks_are_pinned_by_hash(path: Path) -> None:
    requirements = [
        block for block in re.split(r"\n(?=[A-Za-z0-9])", path.read_text()) if re.match(r"[A-Za-z0-9]", block)
    ]
    assert requirements
    for block in requirements:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+", block), block
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("path", [*LOCKS, *sorted((PROJECT / "requirements").glob("*.in"))], ids=name_of)
def test_locks_carry_no_addresses(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"https?:|file:|index-url|find-links|trusted-host| @ ", text)


def test_every_opt_out_names_its_code_and_its_reason() -> None:
    bare = [
        f"{name_of(path)}:{number}"
        for path in [*FILES, *sorted((PROJECT / "tests").rglob("*.py"))]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)\s*($|[^:\[\s])", line)
    ]
    assert bare == []
