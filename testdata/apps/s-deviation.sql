create or replace stream "s" ("k" varchar(3), "sd" double, "sp" double, "v" double, "vp" double, "vi" double, "n" int);
create or replace pump "s" as insert into "s" select stream "k", stddev("x"), stddev_pop("x"), variance("x"), var_pop("x"), var_samp("i"), count("x")
from "SOURCE_SQL_STREAM_001" as t group by "k", step(t.rowtime by interval '1:00' minute to second) having count(*) > 0;
