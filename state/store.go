package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// ErrNotFound is what Get returns, wrapped, for a name that is not there.
var ErrNotFound = errors.New("not found")

// A Store keeps named blobs. Names are slash-separated and never climb ("..").
type Store interface {
	// Put makes the blob durable, whole or not at all, and replaces an older one.
	Put(ctx context.Context, name string, data []byte) error
	// Get returns a blob, or ErrNotFound.
	Get(ctx context.Context, name string) ([]byte, error)
	// List returns the names that begin with prefix, ascending.
	List(ctx context.Context, prefix string) ([]string, error)
	// Delete removes a blob. One that is not there is no error.
	Delete(ctx context.Context, name string) error
}

// Memory is a Store that lives as long as the process. The zero value is ready to use.
type Memory struct {
	mu    sync.Mutex
	blobs map[string][]byte
}

// Put keeps a copy of data.
func (m *Memory) Put(_ context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.blobs == nil {
		m.blobs = map[string][]byte{}
	}
	m.blobs[name] = bytes.Clone(data)
	return nil
}

// Get returns a copy of the blob.
func (m *Memory) Get(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.blobs[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, ErrNotFound)
	}
	return bytes.Clone(data), nil
}

// List returns the names that begin with prefix.
func (m *Memory) List(_ context.Context, prefix string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for name := range m.blobs {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names, nil
}

// Delete removes the blob.
func (m *Memory) Delete(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.blobs, name)
	return nil
}

// Faulty is a Store for tests. Before each call it asks Fail, which may return the error that the call then gives; op is one
// of put, get, list and delete.
type Faulty struct {
	Store
	Fail func(op, name string) error
}

// Put fails if it is told to.
func (f *Faulty) Put(ctx context.Context, name string, data []byte) error {
	if err := f.Fail("put", name); err != nil {
		return err
	}
	return f.Store.Put(ctx, name, data)
}

// Get fails if it is told to.
func (f *Faulty) Get(ctx context.Context, name string) ([]byte, error) {
	if err := f.Fail("get", name); err != nil {
		return nil, err
	}
	return f.Store.Get(ctx, name)
}

// List fails if it is told to.
func (f *Faulty) List(ctx context.Context, prefix string) ([]string, error) {
	if err := f.Fail("list", prefix); err != nil {
		return nil, err
	}
	return f.Store.List(ctx, prefix)
}

// Delete fails if it is told to.
func (f *Faulty) Delete(ctx context.Context, name string) error {
	if err := f.Fail("delete", name); err != nil {
		return err
	}
	return f.Store.Delete(ctx, name)
}
