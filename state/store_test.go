package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func stores(t *testing.T) map[string]Store {
	dir, err := OpenDir(filepath.Join(t.TempDir(), "deep", "er"))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Store{"memory": &Memory{}, "dir": dir, "faulty": &Faulty{&Memory{}, func(string, string) error { return nil }}}
}

func TestStores(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			if _, err := s.Get(ctx, "a/b"); !errors.Is(err, ErrNotFound) {
				t.Fatalf("a missing blob gives %v", err)
			}
			for _, blob := range []string{"a/b", "a/c", "b"} {
				if err := s.Put(ctx, blob, []byte("old "+blob)); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Put(ctx, "a/b", []byte("new")); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Get(ctx, "a/b"); err != nil || string(got) != "new" {
				t.Fatalf("%q, %v", got, err)
			}
			if got, err := s.List(ctx, "a/"); err != nil || !slices.Equal(got, []string{"a/b", "a/c"}) {
				t.Fatalf("%v, %v", got, err)
			}
			for range 2 { // the second time it is not there
				if err := s.Delete(ctx, "a/b"); err != nil {
					t.Fatal(err)
				}
			}
			if got, _ := s.List(ctx, ""); !slices.Equal(got, []string{"a/c", "b"}) {
				t.Fatalf("%v", got)
			}
		})
	}
}

func TestDirRefusesNamesThatClimb(t *testing.T) {
	d, err := OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Put(context.Background(), "../x", nil); err == nil {
		t.Fatal("a name outside of the directory was accepted")
	}
}

func TestDirHidesUnfinishedFiles(t *testing.T) {
	root := t.TempDir()
	d, err := OpenDir(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, tempPrefix+"1"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if names, err := d.List(context.Background(), ""); err != nil || len(names) != 0 {
		t.Fatalf("%v, %v", names, err)
	}
}

func checkpoint(t *testing.T, s Store, epoch uint64) *Manifest {
	t.Helper()
	f, err := Save(context.Background(), s, epoch, sample())
	if err != nil {
		t.Fatal(err)
	}
	m := &Manifest{Epoch: epoch, Files: []File{f}, Receipts: []Receipt{{"out", []byte{1, 2}}}}
	if err := m.Write(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNewestIsTheLastWholeManifest(t *testing.T) {
	ctx, s := context.Background(), &Memory{}
	if m, _, err := Newest(ctx, s); m != nil || err != nil {
		t.Fatalf("%v, %v", m, err)
	}
	for epoch := uint64(9); epoch <= 11; epoch++ {
		checkpoint(t, s, epoch)
	}
	text, _ := s.Get(ctx, manifestName(11))
	_ = s.Put(ctx, manifestName(11), text[:len(text)/2])
	m, damaged, err := Newest(ctx, s)
	if err != nil || m.Epoch != 10 || len(damaged) != 1 {
		t.Fatalf("%+v, %v, %v", m, damaged, err)
	}
	n, err := Load(ctx, s, m.Files[0])
	if err != nil {
		t.Fatal(err)
	}
	same(t, n, sample())
	if err := Forget(ctx, s, 10); err != nil {
		t.Fatal(err)
	}
	if names, _ := s.List(ctx, ""); len(names) != 2 {
		t.Fatalf("after forgetting: %v", names)
	}
}

func TestDamagedStateIsAnError(t *testing.T) {
	ctx, s := context.Background(), &Memory{}
	m := checkpoint(t, s, 1)
	data, _ := s.Get(ctx, m.Files[0].Blob)
	data[len(data)/2] ^= 1
	_ = s.Put(ctx, m.Files[0].Blob, data)
	if _, err := Load(ctx, s, m.Files[0]); err == nil {
		t.Fatal("a flipped bit went unnoticed")
	}
}
