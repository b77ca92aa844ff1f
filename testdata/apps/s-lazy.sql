CREATE STREAM R (q INTEGER, sign VARCHAR(8), c INTEGER, n INTEGER, ok BOOLEAN, ob BOOLEAN, inn BOOLEAN, nb BOOLEAN, isn BOOLEAN, dist BOOLEAN);
CREATE PUMP R AS INSERT INTO R SELECT STREAM
 CASE WHEN "x" <> 0 THEN "y" / "x" END, CASE SIGN_OF WHEN 1 THEN 'plus' WHEN -1 THEN 'minus' ELSE 'none' END,
 COALESCE("x", "y", 10 / 0), NULLIF("x", "y"), "x" <> 0 AND "y" / "x" > 1, "x" = 0 OR "y" / "x" > 1, "x" IN (1, "y", NULL), NOT "b", ("b" AND "x" > 0) IS NOT TRUE, "x" IS DISTINCT FROM "y"
FROM (SELECT STREAM "x", "y", "b", CASE WHEN "x" > 0 THEN 1 WHEN "x" < 0 THEN -1 END AS SIGN_OF FROM "SOURCE_SQL_STREAM_001");
