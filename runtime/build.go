package runtime

import (
	"fmt"

	"weir/operators"
	"weir/reference"
	"weir/sql/types"
)

// NewGraph opens a plan. Nothing has moved in it yet.
func NewGraph(plan *operators.Plan, opts GraphOptions) (*Graph, error) {
	if opts.HoldRows <= 0 {
		opts.HoldRows = defaultHoldRows
	}
	if opts.HoldBytes <= 0 {
		opts.HoldBytes = defaultHoldBytes
	}
	if opts.Parallel == nil {
		opts.Parallel = oneByOne
	}
	g := &Graph{
		plan: plan, opts: opts, now: operators.MinTime,
		vertexOf: map[operators.Spec]*vertex{}, twins: map[twinKey]*twin{}, tables: map[string]*table{},
	}
	b := &builder{g: g, owner: map[operators.Spec]*pump{}, busy: map[operators.Spec]bool{}, twinVertex: map[twinKey]*vertex{}, busyTwins: map[twinKey]bool{}}
	if err := b.build(); err != nil {
		return nil, err
	}
	return g, nil
}

// builder makes the vertices of a plan, sources first.
type builder struct {
	g          *Graph
	owner      map[operators.Spec]*pump
	busy       map[operators.Spec]bool // being made: to meet one again is a cycle
	twinVertex map[twinKey]*vertex
	busyTwins  map[twinKey]bool
	streams    []*vertex // named
}

func (b *builder) build() error {
	b.makeTwins()
	for _, s := range b.g.plan.Streams {
		b.claim(s)
	}
	b.reportTables()
	for _, in := range b.g.plan.Inputs {
		if _, err := b.visit(in); err != nil {
			return err
		}
	}
	for _, s := range b.g.plan.Streams {
		if _, err := b.visit(s); err != nil {
			return err
		}
	}
	for _, t := range b.g.plan.Twins {
		if _, err := b.visit(t); err != nil {
			return err
		}
	}
	if err := b.restOfTwins(); err != nil {
		return err
	}
	for i, out := range b.g.plan.Outputs {
		from, err := b.visit(out.From)
		if err != nil {
			return err
		}
		v := b.add(fmt.Sprintf("output/%d", i), out, &destination{i})
		b.connect(from, v, nil)
	}
	b.linkRetimes()
	return nil
}

// makeTwins makes both twins of everything that can have them, whether or not somebody reads them: their rows count.
func (b *builder) makeTwins() {
	plan := b.g.plan
	for _, in := range plan.Inputs {
		b.makeTwin(operators.LateTwin, in.Name, in.Cols)
		b.makeTwin(operators.ErrorsTwin, in.Name, in.Cols)
	}
	for _, s := range plan.Streams {
		b.makeTwin(operators.LateTwin, s.Name, s.Cols)
		b.makeTwin(operators.ErrorsTwin, s.Name, s.Cols)
	}
	for _, t := range plan.Tables {
		if t.Of == nil {
			b.makeTwin(operators.ErrorsTwin, t.Name, t.Cols).join()
		}
		b.g.tables[t.Name] = &table{spec: t, version: reference.Empty(t.Cols)}
	}
}

func (b *builder) makeTwin(kind operators.TwinKind, of string, cols *types.Schema) *twin {
	own := operators.ErrorColumns
	if kind == operators.LateTwin {
		own = operators.LateColumns(cols)
	}
	t := newTwin(&operators.Twin{Kind: kind, Of: of, Cols: own}, cols)
	b.g.twins[twinKey{kind, of}] = t
	return t
}

// reportTables makes queries over tables writers of the twins to which their pumps report.
func (b *builder) reportTables() {
	for _, spec := range b.g.plan.Tables {
		if t := b.g.tables[spec.Name]; spec.Of != nil && b.g.pump(spec.Pump) != nil {
			t.pump = b.g.pump(spec.Pump)
			t.writer = b.g.twins[twinKey{operators.ErrorsTwin, t.pump.stream.Name}].join()
		}
	}
}

// claim walks from a stream's pumps down to the streams that they read. All between belongs to the pump.
func (b *builder) claim(s *operators.Stream) {
	for i, w := range s.Writers {
		p := &pump{name: w.Pump, stream: s, writer: i, stopped: w.Stopped}
		b.g.pumps = append(b.g.pumps, p)
		b.own(w.From, p)
	}
}

func (b *builder) own(spec operators.Spec, p *pump) {
	if boundary(spec) || b.owner[spec] != nil {
		return
	}
	b.owner[spec] = p
	for _, in := range spec.Inputs() {
		b.own(in, p)
	}
}

// boundary reports where a pump begins: at what has a name and may have many readers.
func boundary(spec operators.Spec) bool {
	switch s := spec.(type) {
	case *operators.Input, *operators.Twin, *operators.Table:
		return true
	case *operators.Stream:
		return s.Name != ""
	default:
		return false
	}
}

// visit makes the vertex of a spec behind those of its inputs, once.
func (b *builder) visit(spec operators.Spec) (*vertex, error) {
	if t, ok := spec.(*operators.Twin); ok {
		return b.visitTwin(t)
	}
	if v := b.g.vertexOf[spec]; v != nil {
		return v, nil
	}
	if b.busy[spec] {
		return nil, fmt.Errorf("the plan has a cycle through %s", title(spec))
	}
	b.busy[spec] = true
	defer delete(b.busy, spec)
	var from []*vertex
	for _, in := range spec.Inputs() {
		v, err := b.visit(in)
		if err != nil {
			return nil, err
		}
		from = append(from, v)
	}
	v, err := b.open(spec)
	if err != nil {
		return nil, err
	}
	b.g.vertexOf[spec] = v
	for port, f := range from {
		gate := v.owner
		if port < len(v.writers) {
			gate = v.writers[port]
		}
		b.connect(f, v, gate)
	}
	return v, nil
}

// connect makes to read from. A gate stands where a pump begins.
func (b *builder) connect(from, to *vertex, gate *pump) {
	if !boundary(from.spec) {
		gate = nil
	}
	from.out = append(from.out, edge{to: to, port: len(to.in), gate: gate})
	to.in = append(to.in, from)
}

func (b *builder) add(id string, spec operators.Spec, body body) *vertex {
	v := &vertex{id: id, spec: spec, body: body, owner: b.owner[spec], time: operators.MinTime, last: operators.MinTime}
	b.g.order = append(b.g.order, v)
	return v
}

// open makes the vertex that runs a spec.
func (b *builder) open(spec operators.Spec) (*vertex, error) {
	switch s := spec.(type) {
	case *operators.Input:
		in := newInput(s)
		in.late, in.errors = b.g.twins[twinKey{operators.LateTwin, s.Name}], b.g.twins[twinKey{operators.ErrorsTwin, s.Name}]
		b.g.inputs = append(b.g.inputs, in)
		return b.add("input/"+s.Name, s, in), nil
	case *operators.Stream:
		return b.openStream(s), nil
	case *operators.Table:
		return b.add("table/"+s.Name, s, ended{}), nil
	case *operators.Retime:
		v := b.add(b.inside(s), s, nil)
		v.body = newRetime(s, b.output(v))
		return v, nil
	case operators.OperatorSpec:
		v := b.add(b.inside(s), s, nil)
		op, err := s.Open(b.g.env(v.id))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", title(s), err)
		}
		v.body = &operator{op: op, out: b.output(v)}
		return v, nil
	default:
		return nil, fmt.Errorf("%s cannot run inside a graph", title(spec))
	}
}

func (b *builder) openStream(s *operators.Stream) *vertex {
	body := &stream{}
	for range s.Writers {
		body.seq.join(operators.MinTime)
	}
	if s.Name == "" {
		return b.add(b.inside(s), s, body)
	}
	v := b.add("stream/"+s.Name, s, body)
	for _, p := range b.g.pumps {
		if p.stream == s {
			v.writers = append(v.writers, p)
		}
	}
	b.streams = append(b.streams, v)
	return v
}

// inside names a node of a pump, or one that no pump owns.
func (b *builder) inside(spec operators.Spec) string {
	p := b.owner[spec]
	if p == nil {
		return fmt.Sprintf("node/%d", len(b.g.order))
	}
	p.nodes++
	return fmt.Sprintf("pump/%s/%d", p.name, p.nodes)
}

// output makes the Output of a vertex. In a pump it is a writer of the twins of the pump's stream.
func (b *builder) output(v *vertex) *output {
	out := &output{g: b.g, v: v}
	if v.owner != nil {
		name := v.owner.stream.Name
		out.errors = b.g.twins[twinKey{operators.ErrorsTwin, name}].join()
		if _, judges := v.spec.(*operators.Retime); judges {
			out.late = b.g.twins[twinKey{operators.LateTwin, name}].join()
		}
	}
	return out
}

// linkRetimes tells every promotion which stream its pump feeds: idle looks at the other writers there.
func (b *builder) linkRetimes() {
	for _, v := range b.g.order {
		if r, ok := v.body.(*retime); ok && v.owner != nil {
			r.stream, _ = b.g.vertexOf[v.owner.stream].body.(*stream)
		}
	}
}
