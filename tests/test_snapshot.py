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
