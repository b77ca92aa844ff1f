// Package coerce turns what a record of an input holds into values of SQL columns. All formats share it: JSON gives values of
// every kind, formats of plain text give texts only.
//
//	JSON value      numeric          character         BOOLEAN           binary         datetime
//	null, none      NULL             NULL              NULL              NULL           NULL
//	true, false     1, 0             true, false       same              lowest bit     error
//	number          exact or error   its source text   0 FALSE           error          error
//	string          parsed           itself            TRUE only "true"  only X'3F67'   parsed
//	array, object   error            its source text   error             error          error
//
// Characters beyond a column's length are cut without an error; CHAR is padded. A DECIMAL is rounded half away from zero; a
// number that would lose anything else is an error.
// Start at column.go.
package coerce
