package state

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"net/url"
	"slices"
	"strings"
)

// Manifest is a whole checkpoint: it is written when all that it names is durable, and then the checkpoint exists.
type Manifest struct {
	Epoch    uint64    `json:"epoch"`
	Files    []File    `json:"files"`
	Receipts []Receipt `json:"receipts"` // of the sinks that prepared something
}

// File is the state of one node in a blob.
type File struct {
	Node string `json:"node"`
	Blob string `json:"blob"`
	Size int    `json:"size"`
	Sum  uint32 `json:"crc32c"`
}

// Receipt is what a sink's Prepare returned.
type Receipt struct {
	Target string `json:"target"`
	Data   []byte `json:"data"`
}

const manifests = "manifest/"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes the state of a node as part of an epoch.
func Save(ctx context.Context, s Store, epoch uint64, n *Node) (File, error) {
	data, err := n.Encode()
	if err != nil {
		return File{}, err
	}
	f := File{
		Node: n.ID, Blob: fmt.Sprintf("epoch/%020d/%s.arrow", epoch, url.PathEscape(n.ID)),
		Size: len(data), Sum: crc32.Checksum(data, castagnoli),
	}
	if err := s.Put(ctx, f.Blob, data); err != nil {
		return File{}, fmt.Errorf("write state of %s: %w", n.ID, err)
	}
	return f, nil
}

// Load reads the state of a node and checks it.
func Load(ctx context.Context, s Store, f File) (*Node, error) {
	data, err := s.Get(ctx, f.Blob)
	if err != nil {
		return nil, fmt.Errorf("read state of %s: %w", f.Node, err)
	}
	if len(data) != f.Size || crc32.Checksum(data, castagnoli) != f.Sum {
		return nil, fmt.Errorf("read state of %s: %s does not match its checksum", f.Node, f.Blob)
	}
	return Decode(f.Node, data)
}

// Write makes the checkpoint exist.
func (m *Manifest) Write(ctx context.Context, s Store) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the manifest: %w", err)
	}
	text := fmt.Appendf(nil, "weir checkpoint %08x\n%s\n", crc32.Checksum(body, castagnoli), body)
	if err := s.Put(ctx, manifestName(m.Epoch), text); err != nil {
		return fmt.Errorf("write the manifest of epoch %d: %w", m.Epoch, err)
	}
	return nil
}

func manifestName(epoch uint64) string { return fmt.Sprintf("%s%020d", manifests, epoch) }

// errDamaged is what a manifest is that does not match its checksum.
var errDamaged = errors.New("the manifest is damaged")

func parseManifest(text []byte) (*Manifest, error) {
	head, body, _ := bytes.Cut(text, []byte("\n"))
	body = bytes.TrimSuffix(body, []byte("\n"))
	var sum uint32
	if _, err := fmt.Sscanf(string(head), "weir checkpoint %08x", &sum); err != nil || sum != crc32.Checksum(body, castagnoli) {
		return nil, errDamaged
	}
	m := new(Manifest)
	if err := json.Unmarshal(body, m); err != nil {
		return nil, errDamaged
	}
	return m, nil
}

// Newest returns the newest manifest that is whole; nil if there is none. Damaged names those that were passed over.
func Newest(ctx context.Context, s Store) (m *Manifest, damaged []string, err error) {
	names, err := s.List(ctx, manifests)
	if err != nil {
		return nil, nil, fmt.Errorf("look for checkpoints: %w", err)
	}
	for _, name := range slices.Backward(names) {
		text, err := s.Get(ctx, name)
		if err != nil {
			return nil, damaged, fmt.Errorf("read %s: %w", name, err)
		}
		if m, err = parseManifest(text); err == nil {
			return m, damaged, nil
		}
		damaged = append(damaged, name)
	}
	return nil, damaged, nil
}

// Forget removes all checkpoints but one, and what unfinished ones have left.
func Forget(ctx context.Context, s Store, keep uint64) error {
	names, err := s.List(ctx, "")
	if err != nil {
		return fmt.Errorf("look for old checkpoints: %w", err)
	}
	state := fmt.Sprintf("epoch/%020d/", keep)
	for _, name := range names {
		ours := strings.HasPrefix(name, manifests) || strings.HasPrefix(name, "epoch/")
		if !ours || name == manifestName(keep) || strings.HasPrefix(name, state) {
			continue
		}
		if err := s.Delete(ctx, name); err != nil {
			return fmt.Errorf("forget %s: %w", name, err)
		}
	}
	return nil
}
