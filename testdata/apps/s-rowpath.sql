create stream OUT1 (X smallint, Z varchar(3), "text" VARCHAR(30));
create pump OUT1 started as insert into OUT1 select stream "x","z","text" from source_sql_stream_001 where "x" is null or "x"<>2;
