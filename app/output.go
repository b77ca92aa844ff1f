package app

import (
	"errors"
	"fmt"
	"strings"

	"weir/connectors"
	"weir/operators"
	"weir/sql"
)

// Target is an output: the stream and where it goes.
type Target struct {
	Stream Text
	URL    Text
	CSV    bool   // rows are written as CSV, else as JSON
	Key    string // unique among the outputs
}

func (a *App) resolveOutputs(f *file) {
	env := connectors.Env{Dir: a.Dir()}
	read, written := map[string]bool{}, map[string]Text{}
	for _, s := range a.Streams {
		read[connectors.Place(env, s.Source.V)] = true
	}
	for i := range a.Request.Outputs {
		o := &a.Request.Outputs[i]
		if o.Name.V == "" {
			f.fail(InvalidValue, o.Name.Span, "", "an output is named after a stream")
		}
		format := o.DestinationSchema.RecordFormatType
		f.oneOf(format, "RecordFormatType", formats, "")
		r := f.destination(o)
		if r == nil {
			continue
		}
		url := r.ResourceARN
		if !isARN(url.V) {
			_, err := connectors.CheckSink(url.V)
			f.badURL(url, err)
		}
		place := connectors.Place(env, url.V)
		if first, ok := written[place]; ok && place != "" {
			f.fail(sql.DuplicateName, url.Span, "", "outputs %s and %s have one target, %s", first.V, o.Name.V, url.V)
		}
		if read[place] && place != "" {
			f.fail(InvalidValue, url.Span, "", "output %s would overwrite an input, %s", o.Name.V, url.V)
		}
		written[place] = o.Name
		a.Outputs = append(a.Outputs, Target{Stream: o.Name, URL: url, CSV: format.V == "CSV", Key: fmt.Sprintf("output %d: %s", i+1, url.V)})
	}
}

// destination is the one of its three kinds that the output has.
func (f *file) destination(o *Output) *Resource {
	var one *Resource
	for _, r := range []*Resource{o.KinesisStreamsOutput, o.KinesisFirehoseOutput, o.LambdaOutput} {
		switch {
		case r == nil:
		case one != nil:
			f.fail(InvalidValue, r.At, "leave one of them out", "an output has one destination, not two")
		default:
			one = r
		}
	}
	if one == nil {
		f.fail(MissingKey, o.At, "add KinesisStreamsOutput: {ResourceARN: …}", "output %s has no destination", o.Name.V)
	}
	return one
}

// storeDir is the folder of a store's URL.
func storeDir(text string) (string, error) {
	dir, ok := strings.CutPrefix(text, "dir:")
	if !ok || dir == "" {
		return "", errors.New("a store is written as dir:PATH")
	}
	return dir, nil
}

// Describe says where an output goes and what it guarantees.
func (c *Compiled) Describe(d *operators.Destination) string {
	url := c.Target(d)
	guarantee, err := connectors.CheckSink(url)
	switch {
	case err != nil: // an ARN: what it guarantees is not known yet
		return "to " + url
	case !c.Request.Weir.Store.Set():
		return fmt.Sprintf("to %s; %s while it runs: without a store, a run that ends begins anew", url, guarantee)
	default:
		return fmt.Sprintf("to %s; %s", url, guarantee)
	}
}

// Target is the URL of an output.
func (c *Compiled) Target(d *operators.Destination) string {
	for _, t := range c.Outputs {
		if t.Key == d.Target {
			return t.URL.V
		}
	}
	return "stdout:"
}
