package connectors

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"reflect"
	"slices"

	"weir/internal/clock"
)

// Spec declares a connector: one scheme, what it reads and what it writes. Options, their validation and the documentation
// come from the option structs.
type Spec struct {
	Scheme string
	Doc    string
	Target string      // what stands behind the colon, for people; PATH: one that starts at Env.Dir; empty: nothing may
	Source *SourceSpec // nil: it cannot be read
	Sink   *SinkSpec   // nil: it cannot be written
	Shared bool        // several outputs of a job may have the same target
}

// SourceSpec is how a connector reads. SourceOf makes it.
type SourceSpec struct {
	Options []Option
	check   func(u URL) error
	open    func(env Env, u URL) (Source, error)
}

// SinkSpec is how a connector writes. SinkOf makes it.
type SinkSpec struct {
	Options   []Option
	Guarantee Guarantee
	check     func(u URL) error
	open      func(env Env, u URL) (Sink, error)
}

// Env is what a connector gets from whoever opens it.
type Env struct {
	Dir     string // relative paths start here
	Clock   clock.Clock
	Stdin   io.Reader // nil: it cannot be read here
	Stdout  io.Writer // nil: it cannot be written here
	Encoder Encoder   // sinks: what turns rows into payloads
	Records Records   // sources of bytes: how the records lie in them; nil: as lines, or as documents
}

// Path resolves a path of the user against Dir.
func (e Env) Path(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(e.Dir, path)
}

// SourceOf declares a source whose options are the fields of O. Its function must not read data; what it can see is wrong (no
// such file) it must say.
func SourceOf[O any](open func(env Env, target string, options O) (Source, error)) *SourceSpec {
	return &SourceSpec{
		Options: describeOptions(reflect.TypeFor[O]()),
		check:   func(u URL) error { return readOptions(u, new(O)) },
		open: func(env Env, u URL) (Source, error) {
			var options O
			if err := readOptions(u, &options); err != nil {
				return nil, err
			}
			return open(env, u.Target, options)
		},
	}
}

// SinkOf declares a sink whose options are the fields of O. Its function must make sure that the target can be written, and
// change nothing that exists: another sink of the job may be refused after it.
func SinkOf[O any](g Guarantee, open func(env Env, target string, options O) (Sink, error)) *SinkSpec {
	return &SinkSpec{
		Options:   describeOptions(reflect.TypeFor[O]()),
		Guarantee: g,
		check:     func(u URL) error { return readOptions(u, new(O)) },
		open: func(env Env, u URL) (Sink, error) {
			var options O
			if err := readOptions(u, &options); err != nil {
				return nil, err
			}
			return open(env, u.Target, options)
		},
	}
}

var registry = map[string]Spec{}

// Register adds a connector to those that this binary contains. It is called when the connector's package is initialised.
func Register(s Spec) Spec {
	if _, ok := registry[s.Scheme]; ok {
		panic("connectors: two connectors are called " + s.Scheme)
	}
	registry[s.Scheme] = s
	return s
}

// Specs lists the connectors by scheme.
func Specs() []Spec {
	specs := make([]Spec, 0, len(registry))
	for _, scheme := range schemes() {
		specs = append(specs, registry[scheme])
	}
	return specs
}

func schemes() []string { return slices.Sorted(maps.Keys(registry)) }

// CheckSource says what is wrong with the URL of a source, without a look at what it names.
func CheckSource(text string) error {
	u, s, err := sourceOf(text)
	if err != nil {
		return err
	}
	return s.check(u)
}

// OpenSource makes the source that a URL names.
func OpenSource(env Env, text string) (Source, error) {
	u, s, err := sourceOf(text)
	if err != nil {
		return nil, err
	}
	return s.open(env, u)
}

// CheckSink says what is wrong with the URL of a sink, without a look at what it names, and gives its guarantee.
func CheckSink(text string) (Guarantee, error) {
	u, s, err := sinkOf(text)
	if err != nil {
		return 0, err
	}
	return s.Guarantee, s.check(u)
}

// OpenSink makes the sink that a URL names. Nothing that exists is changed before Recover is called.
func OpenSink(env Env, text string) (Sink, error) {
	u, s, err := sinkOf(text)
	if err != nil {
		return nil, err
	}
	return s.open(env, u)
}

// Place names what a URL reaches, without its options and spelling: two outputs must not have the same. It is empty for what
// may be shared, and for what is no URL of a connector.
func Place(env Env, text string) string {
	u, s, err := lookUp(text)
	switch {
	case err != nil || s.Shared:
		return ""
	case s.Target == "PATH":
		return u.Scheme + ":" + env.Path(u.Target)
	}
	return u.Scheme + ":" + u.Target
}

func sourceOf(text string) (URL, *SourceSpec, error) {
	u, s, err := lookUp(text)
	if err == nil && s.Source == nil {
		err = fmt.Errorf("%s: cannot be read, only written", u.Scheme)
	}
	return u, s.Source, err
}

func sinkOf(text string) (URL, *SinkSpec, error) {
	u, s, err := lookUp(text)
	if err == nil && s.Sink == nil {
		err = fmt.Errorf("%s: cannot be written, only read", u.Scheme)
	}
	return u, s.Sink, err
}

func lookUp(text string) (URL, Spec, error) {
	u, err := ParseURL(text)
	if err != nil {
		return URL{}, Spec{}, err
	}
	s, ok := registry[u.Scheme]
	switch {
	case !ok:
		return URL{}, Spec{}, &UnknownName{What: "connector", Name: u.Scheme, Known: schemes()}
	case s.Target == "" && u.Target != "":
		return URL{}, Spec{}, fmt.Errorf("%s: takes nothing behind its colon but options, not %q", u.Scheme, u.Target)
	case s.Target != "" && u.Target == "":
		return URL{}, Spec{}, fmt.Errorf("%s: wants a target: %s:%s", u.Scheme, u.Scheme, s.Target)
	}
	return u, s, nil
}
