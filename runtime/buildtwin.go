package runtime

import (
	"fmt"

	"weir/internal/treeprint"
	"weir/operators"
)

var twinNames = map[operators.TwinKind]string{operators.LateTwin: "late/", operators.ErrorsTwin: "errors/"}

// visitTwin makes the vertex of a twin behind all nodes that may report to it.
func (b *builder) visitTwin(spec *operators.Twin) (*vertex, error) {
	key := twinKey{spec.Kind, spec.Of}
	if v := b.twinVertex[key]; v != nil {
		return v, nil
	}
	if spec.Kind == operators.ErrorStream {
		return b.visitErrorStream(spec)
	}
	t := b.g.twins[key]
	if t == nil {
		return nil, fmt.Errorf("%s: there is no such stream", title(spec))
	}
	if b.busyTwins[key] {
		return nil, fmt.Errorf("the plan has a cycle through the %s", title(spec))
	}
	b.busyTwins[key] = true
	defer delete(b.busyTwins, key)
	if err := b.visitReporters(spec.Of); err != nil {
		return nil, err
	}
	v := b.add(twinNames[spec.Kind]+spec.Of, t.spec, t)
	b.twinVertex[key] = v
	return v, nil
}

// visitReporters makes the nodes of all pumps that feed a stream.
func (b *builder) visitReporters(of string) error {
	for _, s := range b.g.plan.Streams {
		if s.Name != of {
			continue
		}
		for _, w := range s.Writers {
			if _, err := b.visit(w.From); err != nil {
				return err
			}
		}
	}
	return nil
}

// keys are the twins in plan order.
func (b *builder) keys() []twinKey {
	var keys []twinKey
	for _, in := range b.g.plan.Inputs {
		keys = append(keys, twinKey{operators.LateTwin, in.Name}, twinKey{operators.ErrorsTwin, in.Name})
	}
	for _, s := range b.g.plan.Streams {
		keys = append(keys, twinKey{operators.LateTwin, s.Name}, twinKey{operators.ErrorsTwin, s.Name})
	}
	for _, t := range b.g.plan.Tables {
		if t.Of == nil {
			keys = append(keys, twinKey{operators.ErrorsTwin, t.Name})
		}
	}
	return keys
}

func (b *builder) visitErrorStream(spec *operators.Twin) (*vertex, error) {
	if err := b.restOfTwins(); err != nil {
		return nil, err
	}
	body := newErrorStream()
	v := b.add("error_stream", spec, body)
	for _, key := range b.keys() {
		body.join(b.g.twins[key])
		b.connect(b.twinVertex[key], v, nil)
	}
	b.twinVertex[twinKey{operators.ErrorStream, ""}] = v
	return v, nil
}

// restOfTwins makes the vertices of the twins that no query reads.
func (b *builder) restOfTwins() error {
	for _, key := range b.keys() {
		if _, err := b.visitTwin(&operators.Twin{Kind: key.kind, Of: key.of}); err != nil {
			return err
		}
	}
	return nil
}

// title is what EXPLAIN calls a spec.
func title(spec operators.Spec) string {
	var n treeprint.Node
	spec.Explain(&n)
	return n.Title
}
