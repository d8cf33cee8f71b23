"""Paths, sizes and contents of tiles, and that a changed one is named."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import merkle, tiles
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import flipped, published, reader, root_of
from veche.ballotbox.tiles import ENTRIES, Tile

LOG = [number.to_bytes(3, "big") * (number % 5) for number in range(1000)]
FILES = published(LOG)


def test_tiles_of_70_000():
    """The example of c2sp.org/tlog-tiles."""
    found = list(tiles.tiles_of(70_000))
    assert Counter((tile.level, tile.width) for tile in found) == {
        (0, 256): 273,
        (0, 112): 1,
        (1, 256): 1,
        (1, 17): 1,
        (2, 1): 1,
    }
    assert {tile.path for tile in found if tile.width < 256} == {
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    }
    assert len(list(tiles.bundles_of(70_000))) == 274


def test_whole_tile_has_one_above_it():
    assert [tile.path for tile in tiles.tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles.tiles_of(0)) == list(tiles.bundles_of(0)) == []


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067, 256), "tile/0/x001/x234/067"),
        (Tile(63, 999, 1), "tile/63/999.p/1"),
        (Tile(ENTRIES, 1000, 255), "tile/entries/x001/000.p/255"),
    ],
)
def test_path_of_a_tile(tile, path):
    assert tile.path == path
    assert tiles.parse_path(path) == tile


@given(st.integers(-1, 63), st.integers(0, 10**15), st.integers(1, 256))
def test_each_path_leads_back(level, number, width):
    tile = Tile(level, number, width)
    assert tiles.parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        *("tile/00/000", "tile/64/000", "tile/0/00", "tile/0/000.p/0", "tile/0/000.p/256"),
        *("tile/0/000.p/01", "tile/0/x000/000", "tile/0/001/000", "tile/0/x001/x000"),
        *("tile/-1/000", "tile/0/٠٠٠", "tile/0/000/", "/tile/0/000", "tile/0/../0/000"),
        *("tile/0/000\n", "tile/entries/000.p/", "tile/other/000", "checkpoint"),
    ],
)
def test_other_paths_are_refused(path):
    with pytest.raises(Fault, match="^tile-path"):
        tiles.parse_path(path)


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_new_tiles_are_those_that_were_not(one, other):
    old, new = sorted((one, other))
    for of in (tiles.tiles_of, tiles.bundles_of):
        assert set(of(new, old)) == set(of(new)) - set(of(old))


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513, 999, 1000])
def test_tiles_give_root_proofs_and_entries_back(size):
    files = published(LOG[:size])
    whole, root = merkle.perfect_of(map(merkle.leaf_hash, LOG[:size])), root_of(LOG[:size])
    tiles.verify_tiles(size, root, reader(files))
    perfect = tiles.perfect_from(size, reader(files))
    for index in range(0, size, 37):
        proof = merkle.inclusion_proof(index, size, perfect)
        assert proof == merkle.inclusion_proof(index, size, whole)
        proof = merkle.consistency_proof(index, size, perfect)
        assert proof == merkle.consistency_proof(index, size, whole)
    entries = []
    for tile in tiles.bundles_of(size):
        hashes = tiles.read_tile(tile, files[tile._replace(level=0).path])
        entries += tiles.verify_bundle(tile, files[tile.path], hashes)
    assert entries == LOG[:size]


def test_large_log_of_three_levels():
    leaves = [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(66_000)]
    whole = merkle.perfect_of(leaves)
    files = {one.path: tiles.write_tile(one, whole) for one in tiles.tiles_of(66_000)}
    root = merkle.range_hash(0, 66_000, whole)
    tiles.verify_tiles(66_000, root, reader(files))
    perfect = tiles.perfect_from(66_000, reader(files))
    for index in (0, 65_535, 65_536, 65_999):
        proof = merkle.inclusion_proof(index, 66_000, perfect)
        merkle.verify_inclusion(leaves[index], index, 66_000, proof, root)


@given(st.data())
def test_flipped_bit_of_a_tile_is_named(data):
    path = data.draw(st.sampled_from([one.path for one in tiles.tiles_of(len(LOG))]))
    bit = data.draw(st.integers(0, len(FILES[path]) * 8 - 1))
    changed = {**FILES, path: flipped(FILES[path], bit)}
    with pytest.raises(Fault, match="^(tiles-root|tile-hash)") as caught:
        tiles.verify_tiles(len(LOG), root_of(LOG), reader(changed))
    assert path in str(caught.value)


@given(st.data())
def test_flipped_bit_of_a_bundle_is_named(data):
    tile = data.draw(st.sampled_from(list(tiles.bundles_of(len(LOG)))))
    bit = data.draw(st.integers(0, len(FILES[tile.path]) * 8 - 1))
    hashes = tiles.read_tile(tile, FILES[tile._replace(level=0).path])
    with pytest.raises(Fault, match="^(bundle-length|entry-hash)") as caught:
        tiles.verify_bundle(tile, flipped(FILES[tile.path], bit), hashes)
    assert tile.path in str(caught.value)


def test_wrong_lengths_are_named():
    tile = Tile(ENTRIES, 0, 2)
    data = tiles.write_bundle([b"one", b""])
    assert tiles.read_bundle(tile, data) == [b"one", b""]
    for wrong in (data + b"\x00", data[:-1], data + b"\x00\x00", data[:5], b""):
        with pytest.raises(Fault, match="^bundle-length"):
            tiles.read_bundle(tile, wrong)
    for wrong in (bytes(63), bytes(65), bytes(32), bytes(96)):
        with pytest.raises(Fault, match="^tile-length"):
            tiles.read_tile(Tile(0, 0, 2), wrong)
    with pytest.raises(Fault, match="^entry-length"):
        tiles.write_bundle([bytes(65_536)])


@pytest.mark.parametrize("steps", [(1, 255, 1), (256, 256), (3, 0, 700, 66_000, 5)])
def test_a_log_that_grows_has_the_tiles_of_its_size(steps):
    leaves = [sha256(number.to_bytes(4, "big")).digest() for number in range(sum(steps))]
    files: dict[str, bytes] = {}
    size = 0
    for step in steps:
        grown = tiles.grow(size, leaves[size : size + step], reader(files))
        new = dict(grown)
        assert set(new) == set(tiles.tiles_of(size + step, size))
        files.update({tile.path: data for tile, data in new.items()})
        size += step
    perfect = merkle.perfect_of(leaves)
    for tile in tiles.tiles_of(size):
        assert files[tile.path] == tiles.write_tile(tile, perfect)
