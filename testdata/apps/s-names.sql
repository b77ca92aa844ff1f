/* a * comment -- not nested // here */create/**/or replace-- odd
stream"my ""out"" stream"("a ""b""" int,"select" varchar(4),"from" timestamp,key double,type integer,First INT // three free words
,"Größe" double precision);
	create pump"my ""out"" stream"as insert into"my ""out"" stream"	("select","a ""b""", KEY,"from",Type,"FIRST","Größe")
select stream x."select" ,x."a ""b"""+1, 1e0*up,x."ROWTIME",UP,-up-/*-*/-Up,"Größe"from"SOURCE_SQL_STREAM_001"as x
where x."select"<>'it''s'and/* */up is not null;;
