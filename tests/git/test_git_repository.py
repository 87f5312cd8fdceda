from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from gitrepo import NewRepo, Repo
from hypothesis import given
from hypothesis import strategies as st

from okr.errors import OkrError
from okr.git import Commit, Place, Repository, Sides, parse_since

NO_NAME = "Name one, as in `main`, `v1.2` or `HEAD~1`."


def refused(error: pytest.ExceptionInfo[OkrError]) -> tuple[str, str | None]:
    return error.value.message, error.value.hint


def open_(path: Path) -> Repository:
    return Repository.discover(path)


# Discovery


def test_a_workspace_may_be_the_top_of_the_work_tree(repo: Repo) -> None:
    found = open_(repo.path)
    assert (found.root, found.prefix, found.top) == (repo.path, "", repo.path)
    assert (found.has_work_tree, found.is_shallow) == (True, False)


@pytest.mark.parametrize("folder", ["goals", "teams/web/goals", "with\nnewline/ä"])
def test_a_workspace_may_lie_in_a_subfolder(repo: Repo, folder: str) -> None:
    repo.write({f"{folder}/okr.yaml": ""})
    found = open_(repo.path / folder)
    assert (found.prefix, found.top) == (f"{folder}/", repo.path)


def test_a_workspace_may_be_reached_through_a_link(repo: Repo, tmp_path: Path) -> None:
    repo.write({"a/goals/okr.yaml": ""})
    (tmp_path / "link").symlink_to(repo.path / "a" / "goals")
    found = open_(tmp_path / "link")
    assert (found.prefix, found.top) == ("a/goals/", repo.path)


def test_files_of_the_repository_are_found(repo: Repo) -> None:
    repo.commit("one", {"goals/okr.yaml": "1"})
    assert open_(repo.path / "goals").path("hooks").resolve() == repo.path / ".git" / "hooks"
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = open_(repo.path.parent / "linked" / "goals")
    assert linked.path("info/attributes").resolve() == repo.path / ".git" / "info" / "attributes"


def test_a_folder_without_git_is_told(new_repo: NewRepo, tmp_path: Path) -> None:
    with pytest.raises(OkrError) as error:
        open_(tmp_path)
    assert refused(error) == (f"{tmp_path} is not in a git repository", "`git init` makes one.")


def test_a_missing_git_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo.path))
    with pytest.raises(OkrError) as error:
        open_(repo.path)
    assert refused(error) == (
        "git cannot be run: No such file or directory",
        "Install git 2.31 or newer, and see that it is on PATH.",
    )


def test_a_repository_of_another_user_is_told_with_the_way_to_trust_it(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(OkrError) as error:
        open_(repo.path)
    assert refused(error) == (
        f"git does not trust the repository of {repo.path}: it belongs to another user",
        f"If you trust it, run `git config --global --add safe.directory {repo.path}`.",
    )


def test_a_broken_repository_is_told_in_the_words_of_git(repo: Repo) -> None:
    (repo.path / ".git" / "config").write_text("[core\n")
    with pytest.raises(OkrError) as error:
        open_(repo.path)
    assert refused(error) == (
        f"git cannot read the repository of {repo.path}: bad config line 1 in file .git/config",
        None,
    )


def test_the_repository_of_a_surrounding_hook_is_not_ours(
    repo: Repo, new_repo: NewRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = repo.commit("ours")
    other = new_repo("other")
    other.commit("other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_PREFIX", "x/")
    found = open_(repo.path)
    assert (found.prefix, found.top, found.commit().id) == ("", repo.path, ours)


def test_settings_given_to_git_by_the_command_line_hold(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'user.email'='eve@example.com'")
    assert open_(repo.path).user_email() == "eve@example.com"


# Revisions


def test_a_commit_is_told_with_people_dates_and_subject(repo: Repo) -> None:
    made = repo.commit("Raise the bar\nonce more\n\nBody", GIT_AUTHOR_DATE="2026-02-28T23:30:00-05:00")
    assert open_(repo.path).commit() == Commit(
        id=made,
        author="Ada Okoro",
        email="ada@example.com",
        authored=datetime(2026, 2, 28, 23, 30, tzinfo=timezone(-timedelta(hours=5))),
        committed=datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=1))),
        subject="Raise the bar once more",
    )


def test_the_mailmap_says_who_somebody_is(repo: Repo) -> None:
    repo.commit("one", {".mailmap": "Ada O. <ada@work.example> <ada@example.com>\n"})
    commit = open_(repo.path).commit()
    assert (commit.author, commit.email) == ("Ada O.", "ada@work.example")


def test_a_message_in_another_encoding_is_read_in_it(repo: Repo) -> None:
    repo.git("config", "i18n.commitEncoding", "latin1")
    (repo.path / "message").write_bytes(b"caf\xe9")
    repo.git("commit", "--allow-empty", "--file=message")
    assert open_(repo.path).commit().subject == "café"


def test_words_that_are_no_utf_8_are_shown_as_far_as_they_go(repo: Repo) -> None:
    raw = repo.git("cat-file", "commit", repo.commit("one"))
    (repo.path / "raw").write_bytes(raw.replace("one", "caf\udce9").encode(errors="surrogateescape"))
    odd = repo.git("hash-object", "-t", "commit", "-w", "raw")
    assert open_(repo.path).commit(odd).subject == "caf\ufffd"


def test_an_impossible_date_counts_as_1970(repo: Repo) -> None:
    made = repo.commit("one")
    raw = repo.git("cat-file", "commit", made).replace("+0100", "+9999")
    (repo.path / "raw").write_text(raw + "\n")
    odd = repo.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
    assert open_(repo.path).commit(odd).committed == datetime(1970, 1, 1, tzinfo=UTC)


def test_any_revision_git_understands_is_understood(repo: Repo) -> None:
    first = repo.commit("first things", at="2026-01-01T00:00:00Z")
    second = repo.commit("second", at="2026-02-01T00:00:00Z")
    repo.git("tag", "-a", "-m", "x", "v1", first)
    repo.git("branch", "ütf-8/ok", first)
    found = open_(repo.path)
    names = [
        "HEAD~1",
        "HEAD^",
        "@~",
        first[:8],
        "v1",
        "ütf-8/ok",
        "main@{1}",
        ":/first",
        "HEAD^{/first things}",
    ]
    assert {found.commit(name).id for name in names} == {first}
    assert [found.commit(name).id for name in ("HEAD", "main", second, "@")] == [second] * 4


def test_a_detached_head_is_a_head(repo: Repo) -> None:
    first = repo.commit("one")
    repo.commit("two")
    repo.git("checkout", "--quiet", "--detach", first)
    assert open_(repo.path).commit().id == first


@pytest.mark.parametrize(
    ("revision", "message", "hint"),
    [
        ("", "a revision is empty", "Name a commit, branch or tag, as in `main` or `HEAD~1`."),
        (" \t", "a revision is empty", "Name a commit, branch or tag, as in `main` or `HEAD~1`."),
        ("--output=/x", "`--output=/x` is no name of one revision", NO_NAME),
        ("-1", "`-1` is no name of one revision", NO_NAME),
        ("^HEAD", "`^HEAD` is no name of one revision", NO_NAME),
        ("main..side", "`main..side` is no name of one revision", NO_NAME),
        ("HEAD\nmain", "`HEAD�main` can be no revision", NO_NAME),
        ("HEAD\0", "`HEAD�` can be no revision", NO_NAME),
        ("\x1b[31mred", "`�[31mred` can be no revision", NO_NAME),
        ("\ud800", "`�` can be no revision", NO_NAME),
        ("a" * 10_000, f"`{'a' * 79}…` can be no revision", NO_NAME),
        (
            "nope",
            "git knows no revision `nope`",
            "`git log`, `git branch -a` and `git tag` tell which there are.",
        ),
        (
            "origin/main",
            "git knows no revision `origin/main`",
            "`git log`, `git branch -a` and `git tag` tell which there are.",
        ),
        (
            "HEAD~7",
            "git knows no revision `HEAD~7`",
            "`git log`, `git branch -a` and `git tag` tell which there are.",
        ),
        (
            "d" * 40,
            f"git knows no revision `{'d' * 40}`",
            "`git log`, `git branch -a` and `git tag` tell which there are.",
        ),
        ("HEAD:a.yaml", "`HEAD:a.yaml` names no commit but a blob", None),
        ("HEAD^{tree}", "`HEAD^{tree}` names no commit but a tree", None),
    ],
)
def test_what_is_no_revision_is_refused(repo: Repo, revision: str, message: str, hint: str | None) -> None:
    repo.commit("one", {"a.yaml": "1"})
    with pytest.raises(OkrError) as error:
        open_(repo.path).commit(revision)
    assert refused(error) == (message, hint)


def test_too_few_digits_are_told(repo: Repo) -> None:
    repo.write({str(number): str(number) for number in range(2000)})
    repo.commit("many")
    ids = sorted(line.split()[2] for line in repo.git("ls-tree", "HEAD").splitlines())
    short = next(one[:4] for one, other in pairwise(ids) if one[:4] == other[:4])
    with pytest.raises(OkrError) as error:
        open_(repo.path).commit(short)
    assert refused(error) == (f"`{short}` names several objects", "Write more of its digits.")


@pytest.mark.parametrize("revision", ["HEAD", "@", "HEAD~1", "HEAD:okr.yaml"])
def test_a_branch_without_a_commit_is_told(repo: Repo, revision: str) -> None:
    with pytest.raises(OkrError) as error:
        open_(repo.path).commit(revision)
    assert refused(error) == ("this branch has no commit yet", "Make a first one with `git commit`.")


# Merge base, and history that ends too early


def forked(repo: Repo) -> dict[str, str]:
    ids = {"fork": repo.commit("fork", {"a": "1"}, at="2026-01-10T12:00:00Z")}
    repo.git("switch", "--quiet", "--create", "side")
    ids["side"] = repo.commit("side", {"b": "1"}, at="2026-01-20T12:00:00Z")
    repo.git("switch", "--quiet", "main")
    ids["main"] = repo.commit("main", {"a": "2"}, at="2026-02-01T12:00:00Z")
    return ids


def test_a_merge_base_is_where_two_branches_parted(repo: Repo) -> None:
    ids = forked(repo)
    found = open_(repo.path)
    assert found.merge_base("main", "side").id == ids["fork"]
    assert found.merge_base("main", "main~1").id == ids["fork"]


def test_histories_that_never_met_have_no_merge_base(repo: Repo) -> None:
    repo.commit("one")
    repo.git("switch", "--quiet", "--orphan", "island")
    repo.commit("two")
    with pytest.raises(OkrError) as error:
        open_(repo.path).merge_base("main", "island")
    assert refused(error) == (
        "`main` and `island` share no commit",
        "Compare the two as they are: with `..`, not `...`.",
    )


def test_a_shallow_clone_is_told_which_fetch_brings_the_merge_base(repo: Repo) -> None:
    forked(repo)
    clone = repo.clone("clone", "--depth=1", "--no-single-branch")
    found = open_(clone.path)
    assert found.is_shallow
    with pytest.raises(OkrError) as error:
        found.merge_base("main", "origin/side")
    assert refused(error) == (
        "`main` and `origin/side` share no commit in this shallow clone",
        "Run `git fetch --unshallow`.",
    )


@pytest.mark.parametrize(
    ("revision", "fetch"),
    [
        ("origin/side", "fetch --unshallow origin +refs/heads/side:refs/remotes/origin/side"),
        ("origin/side~1", "fetch --unshallow origin +refs/heads/side:refs/remotes/origin/side"),
        ("HEAD~1", "fetch --deepen=1"),
        ("HEAD^", "fetch --unshallow"),
        ("{fork}", "fetch --unshallow"),
    ],
)
def test_the_fetch_that_a_shallow_clone_is_told_brings_the_commit(
    repo: Repo, revision: str, fetch: str
) -> None:
    revision = revision.format(**forked(repo))
    clone = repo.clone("clone", "--depth=1")
    with pytest.raises(OkrError) as error:
        open_(clone.path).commit(revision)
    assert refused(error) == (f"`{revision}` is not in this clone", f"Run `git {fetch}`.")
    clone.git(*fetch.split())
    assert open_(clone.path).commit(revision).id == repo.git("rev-parse", revision.removeprefix("origin/"))


def test_a_branch_that_a_deep_clone_left_out_is_fetched_by_name(repo: Repo) -> None:
    forked(repo)
    clone = repo.clone("clone", "--single-branch")
    with pytest.raises(OkrError) as error:
        open_(clone.path).commit("origin/side;rm")
    assert refused(error) == (
        "`origin/side;rm` is not in this clone",
        "Run `git fetch origin '+refs/heads/side;rm:refs/remotes/origin/side;rm'`.",
    )


# Dates


def test_the_last_commit_before_a_moment_is_found_on_the_main_line(repo: Repo) -> None:
    ids = forked(repo)
    repo.git("merge", "--quiet", "--no-edit", "side", GIT_COMMITTER_DATE="2026-02-10T12:00:00Z")
    found = open_(repo.path)
    assert found.commit_before(datetime(2026, 2, 1, tzinfo=UTC)).id == ids["fork"]
    assert found.commit_before(datetime(2026, 2, 1, 12, 0, 1, tzinfo=UTC)).id == ids["main"]
    assert found.commit_before(datetime(2026, 2, 1, 12, 0, 0, tzinfo=UTC)).id == ids["fork"]
    assert found.commit_before(datetime(2026, 2, 1, tzinfo=UTC), of="side").id == ids["side"]


def test_a_moment_before_all_commits_is_told(repo: Repo) -> None:
    forked(repo)
    found, shallow = open_(repo.path), open_(repo.clone("clone", "--depth=1").path)
    for repository, message, hint in (
        (found, "`HEAD` has no commit before 1960-01-01 00:00", "Choose a later date."),
        (
            shallow,
            "`HEAD` has no commit before 1960-01-01 00:00 in this shallow clone",
            "Run `git fetch --unshallow`.",
        ),
    ):
        with pytest.raises(OkrError) as error:
            repository.commit_before(datetime(1960, 1, 1, tzinfo=UTC))
        assert refused(error) == (message, hint)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-03", date(2026, 2, 3)),
        ("0d", date(2026, 3, 31)),
        ("7d", date(2026, 3, 24)),
        ("2w", date(2026, 3, 17)),
        ("1m", date(2026, 2, 28)),
        ("3m", date(2025, 12, 31)),
        ("15m", date(2024, 12, 31)),
        ("1y", date(2025, 3, 31)),
    ],
)
def test_since_is_a_date_or_a_span_of_time(text: str, day: date) -> None:
    assert parse_since(text, date(2026, 3, 31)) == day


def test_a_year_before_a_leap_day_is_the_last_of_february() -> None:
    assert parse_since("1y", date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize("text", ["", "d", "7", "-7d", "7 d", "7h", "2026-13-01", "9999y", "99999999d", "٣d"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(OkrError) as error:
        parse_since(text, date(2026, 3, 31))
    assert refused(error) == (
        f"`{text}` is neither a date nor a span of time",
        "Write it as in 2026-10-01, 7d, 2w, 3m or 1y.",
    )


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,10}[dwmy]", fullmatch=True), st.dates())
def test_since_never_ends_in_a_traceback(text: str, today: date) -> None:
    with suppress(OkrError):
        assert isinstance(parse_since(text, today), date)


@given(st.integers(0, 400), st.dates(min_value=date(1600, 1, 1)))
def test_a_year_is_twelve_months_and_a_week_seven_days(count: int, today: date) -> None:
    assert parse_since(f"{count}y", today) == parse_since(f"{12 * count}m", today)
    assert parse_since(f"{count}w", today) == today - timedelta(weeks=count)


# Sides


@pytest.mark.parametrize(
    ("revisions", "staged", "base", "head"),
    [
        ([], False, "main", Place.WORK_TREE),
        ([], True, "main", Place.INDEX),
        (["side"], False, "side", Place.WORK_TREE),
        (["side"], True, "side", Place.INDEX),
        (["side", "main"], False, "side", "main"),
        (["side..main"], False, "side", "main"),
        (["side.."], False, "side", "main"),
        (["..side"], False, "main", "side"),
        (["main...side"], False, "fork", "side"),
        (["...side"], False, "fork", "side"),
        (["side..."], False, "fork", Place.WORK_TREE),
        (["side..."], True, "fork", Place.INDEX),
    ],
)
def test_the_sides_are_those_of_git(
    repo: Repo, revisions: list[str], staged: bool, base: str, head: str | Place
) -> None:
    ids = forked(repo)
    found = open_(repo.path)
    other = head if isinstance(head, Place) else found.commit(ids[head])
    assert found.sides(revisions, staged=staged) == Sides(found.commit(ids[base]), other)


@pytest.mark.parametrize(
    ("revisions", "staged", "message"),
    [
        (["main", "side", "fork"], False, "a comparison has two sides"),
        ([".."], False, "a comparison has two sides"),
        (["..."], False, "a comparison has two sides"),
        ([""], False, "a comparison has two sides"),
        (["main..side"], True, "what is staged is compared with one revision, not two"),
        (["main", "side"], True, "what is staged is compared with one revision, not two"),
        (["main..side", "side"], False, "`main..side` is no name of one revision"),
        (["main..side..main"], False, "`side..main` is no name of one revision"),
        (["main...--all"], False, "`--all` is no name of one revision"),
    ],
)
def test_what_has_no_two_sides_is_refused(
    repo: Repo, revisions: list[str], staged: bool, message: str
) -> None:
    forked(repo)
    with pytest.raises(OkrError) as error:
        open_(repo.path).sides(revisions, staged=staged)
    assert error.value.message == message


# Settings


def test_settings_are_made_and_taken_back_for_this_repository(repo: Repo) -> None:
    found = open_(repo.path)
    assert (found.config_get("diff.okr.command"), found.user_email()) == (None, None)
    found.config_set("diff.okr.command", "okr diff-driver\n")
    assert found.config_get("diff.okr.command") == "okr diff-driver\n"
    found.config_unset("diff.okr.command")
    found.config_unset("diff.okr.command")
    assert found.config_get("diff.okr.command") is None


def test_a_setting_that_cannot_be_made_is_told(repo: Repo) -> None:
    with pytest.raises(OkrError) as error:
        open_(repo.path).config_set("nonsense", "1")
    assert error.value.message == "`git config` failed: error: key does not contain a section: nonsense"
