package planner

import (
	"fmt"

	"weir/operators"
	"weir/sql/types"
)

// Graph is a plan as nodes and edges, for diagrams and programs. Its JSON is described in docs/sql.md.
type Graph struct {
	Version     int         `json:"version"` // of the shape; greater when a reader must change
	Application string      `json:"application"`
	Nodes       []GraphNode `json:"nodes"`
	Edges       []GraphEdge `json:"edges"`
}

// GraphNode is a relation or an operator. Kind is input, table, stream, late, errors, error_stream, operator or output.
type GraphNode struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind"`
	Name    string        `json:"name,omitempty"` // of what has one; of a twin the stream's
	Pump    string        `json:"pump,omitempty"` // an operator's
	Title   string        `json:"title"`
	Notes   []string      `json:"notes,omitempty"`
	Columns []GraphColumn `json:"columns"`
}

// GraphColumn is a column of a node's rows.
type GraphColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// GraphEdge is the way of rows from one node to another, by IDs.
type GraphEdge struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Pump    string `json:"pump,omitempty"` // the pump that writes there
	Stopped bool   `json:"stopped,omitempty"`
}

// graphVersion is the version of the JSON.
const graphVersion = 1

// NewGraph lists a plan's nodes in the order of EXPLAIN. Describe adds a note to an output; it may be nil.
func NewGraph(application string, p *operators.Plan, describe func(*operators.Destination) string) *Graph {
	g := &grapher{Graph: Graph{Version: graphVersion, Application: application, Edges: []GraphEdge{}}, ids: map[operators.Spec]string{}}
	for _, in := range p.Inputs {
		g.node(in, "input", in.Name, "", explainInput(in).Notes[:1])
	}
	for _, t := range p.Tables {
		g.node(t, "table", t.Name, "", titled(t).Notes)
	}
	for _, s := range p.Streams {
		g.node(s, "stream", s.Name, "", titled(s).Notes)
	}
	for _, t := range p.Twins {
		g.twin(t)
	}
	for _, s := range p.Streams {
		for _, w := range s.Writers {
			from := g.operator(w.From, w.Pump)
			g.Edges = append(g.Edges, GraphEdge{From: from, To: g.ids[s], Pump: w.Pump, Stopped: w.Stopped})
		}
	}
	for i, out := range p.Outputs {
		var notes []string
		if describe != nil {
			notes = []string{describe(out)}
		}
		from := g.operator(out.From, "")
		g.ids[out] = fmt.Sprintf("output:%d:%s", i+1, out.Name)
		g.node(out, "output", out.Name, "", notes)
		g.edge(from, out)
	}
	return &g.Graph
}

type grapher struct {
	Graph
	ids       map[operators.Spec]string
	operators int
}

func (g *grapher) node(s operators.Spec, kind, name, pump string, notes []string) string {
	id := g.ids[s]
	if id == "" {
		id = kind + ":" + name
		g.ids[s] = id
	}
	n := GraphNode{ID: id, Kind: kind, Name: name, Pump: pump, Title: titled(s).Title, Notes: notes, Columns: graphColumns(s.Schema())}
	g.Nodes = append(g.Nodes, n)
	return id
}

func graphColumns(s *types.Schema) []GraphColumn {
	columns := make([]GraphColumn, len(s.Columns))
	for i, c := range s.Columns {
		columns[i] = GraphColumn{Name: c.Name, Type: c.Type.String()}
	}
	return columns
}

func (g *grapher) edge(from string, to operators.Spec) {
	g.Edges = append(g.Edges, GraphEdge{From: from, To: g.ids[to]})
}

// twin adds the stream of late rows or errors, behind the relation that it belongs to.
func (g *grapher) twin(t *operators.Twin) {
	kind := [...]string{operators.LateTwin: "late", operators.ErrorsTwin: "errors", operators.ErrorStream: "error_stream"}[t.Kind]
	g.node(t, kind, t.Of, "", nil)
	for _, of := range []string{"input:" + t.Of, "stream:" + t.Of} {
		for _, n := range g.Nodes {
			if n.ID == of {
				g.edge(of, t)
			}
		}
	}
}

// operator adds a spec and what stands below it, each once, those below first.
func (g *grapher) operator(s operators.Spec, pump string) string {
	if t, ok := s.(*operators.Twin); ok && g.ids[s] == "" {
		g.twin(t)
	}
	if id := g.ids[s]; id != "" {
		return id
	}
	var from []string
	for _, in := range s.Inputs() {
		from = append(from, g.operator(in, pump))
	}
	g.operators++
	g.ids[s] = fmt.Sprintf("operator:%d", g.operators)
	g.node(s, "operator", "", pump, append(titled(s).Notes, notes(s)...))
	for _, id := range from {
		g.edge(id, s)
	}
	return g.ids[s]
}
