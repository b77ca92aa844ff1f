// Package state keeps checkpoints: the state of every node as tables of Arrow arrays, a manifest that names them, and a store
// of named blobs that both lie in.
//
//	Node{Tables} ──Encode──▶ blob "epoch-…/node" ─┐
//	offsets, receipts, checksums ──▶ Manifest ────┴──▶ Store: memory, a directory, and a fake that fails on demand
//
// A manifest is written last and at once, so a checkpoint exists whole or not at all. What does not match its checksum is an
// error, never a panic.
// Start at node.go, then manifest.go and store.go.
package state
