"""Hot statements: the driver is given just what SQLAlchemy would give it, and errors leave the connection usable."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Float, Text, bindparam, func, insert, select, update

from scraper.ledger import Ledger
from scraper.ledger.hot import Hot, run_all
from scraper.ledger.schema import hosts, meta

NEW = Hot(insert(meta).inline())
VALUE = Hot(select(meta.c.value).where(meta.c.name == bindparam("its_name")))


@pytest.mark.parametrize("value", ["", "kata “kutip” 😀 é", "50 % $1 :nama %(x)s 'a' \\ \n", "x" * 300_000])
def test_a_text_comes_back_as_it_was(ledger: Ledger, value: str) -> None:
    with ledger.begin() as connection:
        assert NEW.run(connection, {"name": "kata", "value": value}).touched == 1
        assert VALUE.run(connection, {"its_name": "kata"}).one_or_none.value == value
        assert connection.execute(select(meta.c.value).where(meta.c.name == "kata")).scalar() == value
        assert VALUE.run(connection, {"its_name": "lain"}).rows == []


def test_numbers_and_nothing_keep_their_kinds(ledger: Ledger) -> None:
    row = {"next_request": 1_795_617_998.4124942, "paused_until": 1e-12, "amp_misses": -1, "owner_until": 0.5}
    new = Hot(insert(hosts).inline())
    moved = Hot(update(hosts).where(hosts.c.host == bindparam("its_host")).returning(*hosts.c))
    with ledger.begin() as connection:
        new.run(
            connection,
            {"host": "a", "owner": None, "wanted_by": "x", "wanted_until": 2.5} | row,
        )
        told = moved.run(connection, {"its_host": "a", "amp_misses": 7}).one_or_none
    assert told == ("a", row["next_request"], 1e-12, 7, None, 0.5, "x", 2.5)
    assert [type(cell) for cell in told] == [str, float, float, int, type(None), float, str, float]


def test_one_that_fails_takes_the_others_with_it(ledger: Ledger) -> None:
    for _ in range(2):  # the second time they are prepared
        with pytest.raises(Exception, match=r"(?i)unique"), ledger.begin() as connection:
            run_all(
                connection,
                [
                    (NEW, {"name": "a", "value": "1"}),
                    (NEW, {"name": "a", "value": "2"}),
                    (NEW, {"name": "b", "value": "3"}),
                ],
            )
    with ledger.begin() as connection:
        told = run_all(connection, [(VALUE, {"its_name": "a"}), (NEW, {"name": "b", "value": "3"})])
        assert (told[0].rows, told[1].touched) == ([], 1)
        assert VALUE.run(connection, {"its_name": "b"}).one_or_none.value == "3"


def test_threads_go_on_while_a_server_works(postgres: object) -> None:
    slow = Hot(select(func.pg_sleep(bindparam("seconds", type_=Float)).cast(Text).label("done")))
    ledger, over, turns = Ledger(str(postgres())), threading.Event(), 0  # type: ignore[operator]

    def turn() -> None:
        nonlocal turns
        while not over.wait(0.001):
            turns += 1

    other = threading.Thread(target=turn)
    other.start()
    with ledger.begin(single=True) as connection:
        slow.run(connection, {"seconds": 0.5})
    over.set()
    other.join()
    assert turns > 5
    ledger.close()


def test_a_server_that_goes_away_is_an_error(postgres: object) -> None:
    first, second = (Ledger(dsn) for dsn in [str(postgres())] * 2)  # type: ignore[operator]
    with second.begin() as connection:
        connection.exec_driver_sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            "and datname = current_database()"
        )
    with pytest.raises(Exception, match=r"terminat|connection|lost"), first.begin() as connection:
        VALUE.run(connection, {"its_name": "a"})
    first._connection.invalidate()
    first.close()
    with pytest.raises(ValueError, match="NUL"), second.begin() as connection:
        run_all(connection, [(NEW, {"name": "a", "value": ""}), (NEW, {"name": "a\0b", "value": ""})])
    with second.begin() as connection:
        assert VALUE.run(connection, {"its_name": "a"}).rows == []
    second.close()
