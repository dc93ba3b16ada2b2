"""Object stores: results come back through them, reports are published in them, papermill reads and writes them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from toy import entry_points, notebook, project, snapshot, toy_phases

from nec_analysis.errors import NecError
from nec_analysis.runs import manifest, stores
from nec_analysis.runs.batch import batch
from nec_analysis.runs.run import run

fsspec = pytest.importorskip("fsspec", reason="fsspec comes with the extras: pip install nec-analysis[s3]")


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of a local S3-compatible server; the environment is that of a person who uses it."""
    server = pytest.importorskip("moto.server", reason="moto is a development dependency")
    pytest.importorskip("s3fs", reason="s3fs is an extra: pip install nec-analysis[s3]")
    import boto3

    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ENDPOINT_URL", "BOTO3_ENDPOINT_URL"):  # botocore's name, papermill's name
            patch.setenv(name, f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
        patch.setenv("NO_PROXY", "127.0.0.1")
        boto3.client("s3").create_bucket(Bucket="nec", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        yield "s3://nec"
        fsspec.get_filesystem_class("s3").clear_instance_cache()
    running.stop()


def everything(url: str) -> dict[str, bytes]:
    system, path = fsspec.core.url_to_fs(url)
    system.invalidate_cache()
    return {found.removeprefix(path).lstrip("/"): system.cat_file(found) for found in system.find(path)}


@pytest.fixture
def reports(root: Path) -> Path:
    return run("2022-lens", root=root, phases=toy_phases(), report=False).reports


def test_a_report_is_published_in_a_bucket(bucket: str, reports: Path) -> None:
    where = stores.published(reports, f"{bucket}/reports")
    assert stores.current(f"{bucket}/reports", "2022-lens") == where
    assert everything(where) == snapshot(reports)


def test_readers_see_the_old_report_until_the_new_one_is_whole(bucket: str, root: Path, reports: Path) -> None:
    store = f"{bucket}/replaced"
    old = stores.published(reports, store)
    (root / "data" / "raw" / "2022-lens" / "survey.csv").write_text("oui")
    run("2022-lens", root=root, phases=toy_phases(), report=False)
    (reports / "figures.json").rename(reports / "aside.json")
    with pytest.raises(FileNotFoundError):
        stores.published(reports, store)
    assert stores.current(store, "2022-lens") == old
    (reports / "aside.json").rename(reports / "figures.json")
    new = stores.published(reports, store)
    assert stores.current(store, "2022-lens") == new != old
    assert json.loads(everything(new)["figures.json"]) == {"oui": 1}


def test_a_run_publishes_its_report_in_a_bucket_too(bucket: str, root: Path) -> None:
    [outcome] = batch(("2022-lens",), root=root, quiet=True, report=False, store=f"{bucket}/local")
    assert outcome.state == "published"
    assert everything(stores.current(f"{bucket}/local", "2022-lens")) == snapshot(outcome.reports)


def test_a_bucket_that_is_not_there_is_named_and_the_report_stays_here(bucket: str, root: Path) -> None:
    [outcome] = batch(("2022-lens",), root=root, quiet=True, report=False, store="s3://misspelt")
    assert outcome.error is not None
    assert (outcome.error.code, outcome.exit_code) == ("store-refused", 1)
    assert (root / "reports" / "2022-lens" / "MANIFEST.json").is_file()
    assert not fsspec.filesystem("s3").exists("s3://misspelt")


def test_papermill_reads_and_writes_a_bucket_with_our_engine(bucket: str, tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", "print(edition)")
    system, at = fsspec.core.url_to_fs(f"{bucket}/notebooks/n.ipynb")
    system.pipe_file(at, path.read_bytes())
    given, out = f"{bucket}/notebooks/n.ipynb", f"{bucket}/notebooks/out.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "nec", given, out, "-r", "edition", "2022-lens"]
    environment = {**os.environ, "PYTHONPATH": str(entry_points(tmp_path / "points"))}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    cells = json.loads(everything(f"{bucket}/notebooks")["out.ipynb"])["cells"]
    assert cells[-1]["outputs"][0]["text"] == ["2022-lens\n"]


def test_bytes_that_were_altered_on_the_way_are_refused(tmp_path: Path) -> None:
    told = stores.kept(b"results", tmp_path.as_uri(), "a/b.tar")
    assert stores.fetched(told, remove=False) == b"results"
    (tmp_path / "a" / "b.tar").write_bytes(b"result!")
    with pytest.raises(NecError, match="ne sont pas ceux") as refusal:
        stores.fetched(told)
    assert refusal.value.code == "store-altered"


def test_a_folder_is_a_store_too(reports: Path, tmp_path: Path) -> None:
    where = stores.published(reports, (tmp_path / "store").as_uri())
    assert everything(where) == snapshot(reports)
    assert stores.current((tmp_path / "store").as_uri(), "2021-x") == ""


def test_a_report_without_manifest_is_not_published(reports: Path, tmp_path: Path) -> None:
    (reports / manifest.MANIFEST).unlink()
    with pytest.raises(NecError, match="n’a pas été publié"):
        stores.published(reports, tmp_path.as_uri())


def test_results_of_a_cluster_come_back_through_a_bucket(bucket: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is an extra: pip install nec-analysis[dask]")
    from test_cluster import EDITIONS, cluster, published, ran

    here, there = project(tmp_path / "here", *EDITIONS), project(tmp_path / "there", *EDITIONS)
    ran(here)
    with cluster(tmp_path / "cluster", workers=1) as at:
        outcomes = ran(there, cluster=at, in_place=False, store=f"{bucket}/cluster")
    assert [outcome.state for outcome in outcomes] == ["published"] * 3
    assert published(there) == published(here)
    names = everything(f"{bucket}/cluster")
    assert not [name for name in names if ".transit" in name]
    assert {name.split("/")[0] for name in names} == set(EDITIONS)
