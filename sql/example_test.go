package sql_test

import (
	"fmt"

	"weir/sql"
)

func Example() {
	script, _ := sql.Parse(`create pump p as insert into s select stream t."id", count(*) as n from t
		group by t."id", step(t.rowtime by interval '1' minute)`)
	fmt.Print(sql.PrintScript(script))
	// Output:
	// CREATE PUMP P AS INSERT INTO S SELECT STREAM T."id", COUNT(*) AS N FROM T GROUP BY T."id", STEP(T.ROWTIME BY INTERVAL '1' MINUTE);
}

func ExampleErrors_Format() {
	text := "CREATE STREAM s (a INT, count INT);\nDROP STREAM s"
	_, errs := sql.Parse(text)
	fmt.Println(errs.Format("app.sql", text))
	// Output:
	// app.sql:1:25: reserved-word: COUNT is a reserved word and cannot be a column name without quotes
	//   CREATE STREAM s (a INT, count INT);
	//                           ^^^^^
	//   hint: write "count" (in double quotes) or choose another name, for example count_1
	//
	// app.sql:2:1: not-supported: DROP is not supported in application code
	//   DROP STREAM s
	//   ^^^^
	//   hint: a code has CREATE STREAM, CREATE PUMP, CREATE FUNCTION and INSERT; CREATE OR REPLACE redefines
}
