// Package functions is the library: scalar functions and aggregates as declarations, one paragraph each, one file a family.
// Docs, the catalog, overload resolution and tests derive from the declarations.
//
// Start at scalar.go and aggregate.go, then read any family.
package functions
