from __future__ import annotations

from pathlib import Path

import pytest

from okr.snapshot import UnreadableFileError, WorkTreeSnapshot


def written(root: Path, *paths: str) -> WorkTreeSnapshot:
    for path in paths:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path)
    return WorkTreeSnapshot(root)


def test_a_work_tree_leaves_out_hidden_folders_and_workspaces_below(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path,
        *("okr.yaml", ".hidden.yaml", "teams/a.yaml", "odd.yaml/inside.yaml"),
        *(".github/ci.yaml", "teams/.old/b.yaml", "other/okr.yaml", "other/deep/c.yaml"),
    )
    assert list(snapshot.paths()) == [
        ".hidden.yaml",
        "odd.yaml",
        "okr.yaml",
        "odd.yaml/inside.yaml",
        "teams/a.yaml",
    ]


@pytest.mark.parametrize(
    ("link", "target", "reason"),
    [
        ("a.yaml", "a.yaml", "it is a link that leads in a circle"),
        ("a.yaml", "nowhere.yaml", "it is a link to nothing"),
        ("a.yaml", "../secret.yaml", "it is a link that leaves the workspace"),
        ("a.yaml", ".", "it is a folder, not a file"),
    ],
)
def test_a_link_that_cannot_be_read_says_why(tmp_path: Path, link: str, target: str, reason: str) -> None:
    root = tmp_path / "goals"
    root.mkdir()
    (tmp_path / "secret.yaml").write_text("secret")
    (root / link).symlink_to(target)
    with pytest.raises(UnreadableFileError) as caught:
        WorkTreeSnapshot(root).read(link)
    assert str(caught.value) == reason


def test_a_folder_that_is_a_link_is_inside_as_long_as_it_leads_inside(tmp_path: Path) -> None:
    snapshot = written(tmp_path / "goals", "data/a.csv", "data/b.csv")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.csv").write_text("secret")
    (tmp_path / "goals" / "out").symlink_to(tmp_path / "secret")
    (tmp_path / "goals" / "in").symlink_to("data")
    assert [snapshot.read(f"in/{name}") for name in ("a.csv", "b.csv")] == [b"data/a.csv", b"data/b.csv"]
    for _ in range(2):
        with pytest.raises(UnreadableFileError, match="it is a link that leaves the workspace"):
            snapshot.read("out/a.csv")
