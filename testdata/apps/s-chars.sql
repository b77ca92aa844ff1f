CREATE STREAM O(len INTEGER, joined VARCHAR(12), cv BOOLEAN, vw BOOLEAN, lit BOOLEAN, trimmed VARCHAR(6), cut CHAR(2), kind VARCHAR(8));
CREATE PUMP O AS INSERT INTO O SELECT STREAM CHAR_LENGTH("c"), "c"||'|'||"v", "c"="v", "v"="w", "v"='ab', TRIM("c"), "w",
 CASE "v" WHEN 'ab' THEN 'x' WHEN 'b' THEN 'long one' END FROM SOURCE_SQL_STREAM_001
