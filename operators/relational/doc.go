// Package relational has the operators of queries, one file each. A spec (Filter) prints itself and opens into a running
// operator (filter).
//
// A query block is a chain: filter, then project, or filter, over, project, or filter, tumble or stagger, filter (HAVING),
// project. Rows that an expression of the block cannot compute travel in Batch.Failed to the block's last project, or to its
// grouping operator, which reports them once and drops them. Distinct and sort stand above the block's project.
// Start at filter.go.
package relational
