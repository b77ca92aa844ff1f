package app

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"weir/sql"
)

// parseYAML reads the text as one YAML document.
func (f *file) parseYAML() *node {
	parsed, err := parser.ParseBytes([]byte(f.text), 0)
	if err != nil {
		at, message := sql.Span{}, err.Error()
		if syntax, ok := errors.AsType[*yaml.SyntaxError](err); ok {
			message = syntax.Message
			if syntax.Token != nil {
				at = f.place(syntax.Token)
				if strings.TrimLeft(f.text[at.Start:at.End], " \t") != f.text[at.Start:at.End] {
					at.End = at.Start + 1
				}
			}
		}
		f.fail(sql.Syntax, at, f.quoting(at), "this is no YAML: %s", message)
		return nil
	}
	y := &yamlReader{file: f, anchors: map[string]*node{}}
	var root *node
	for _, doc := range parsed.Docs {
		switch {
		case doc.Body == nil:
		case root != nil:
			f.fail(sql.Syntax, f.place(doc.Body.GetToken()), "one file is one application", "a second document begins here")
			return nil
		default:
			root = y.value(doc.Body)
		}
	}
	if root == nil {
		f.fail(sql.Syntax, sql.Span{}, "", "the file is empty")
	}
	return root
}

// quoting is the hint that most often helps: URLs, types and JSON paths are full of what means something to YAML.
func (f *file) quoting(at sql.Span) string {
	line := f.text[strings.LastIndexByte(f.text[:at.Start], '\n')+1:]
	line, _, _ = strings.Cut(line, "\n")
	switch {
	case strings.ContainsAny(line, "{["):
		return `inside of { } and [ ], a value that holds a comma, a bracket or a colon is written in quotes: "DECIMAL(8,2)"`
	case strings.HasSuffix(strings.TrimRight(line, " \r"), ":") && strings.Contains(line, ": "):
		return `a value that ends with a colon is written in quotes: "stdin:"`
	}
	return ""
}

// place is where a token stands. YAML's reader counts lines and characters.
func (f *file) place(t *token.Token) sql.Span {
	start := 0
	for range t.Position.Line - 1 {
		start += strings.IndexByte(f.text[start:], '\n') + 1
	}
	for range t.Position.Column - 1 {
		_, size := utf8.DecodeRuneInString(f.text[start:])
		start += size
	}
	length := len(t.Value)
	if quoted := f.text[min(start, len(f.text)):]; t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType {
		length = 1 + strings.IndexByte(quoted[1:], quoted[0]) + 1
	}
	return sql.Span{Start: start, End: min(start+max(length, 1), len(f.text))}
}

type yamlReader struct {
	file    *file
	anchors map[string]*node
}

func (y *yamlReader) value(v ast.Node) *node {
	n := &node{span: y.file.place(v.GetToken())}
	n.at = n.span
	switch v := v.(type) {
	case *ast.MappingNode:
		y.mapping(n, v.Values)
	case *ast.MappingValueNode:
		y.mapping(n, []*ast.MappingValueNode{v})
	case *ast.SequenceNode:
		n.kind = list
		for _, item := range v.Values {
			n.items = append(n.items, y.value(item))
		}
	case *ast.LiteralNode:
		n.kind, n.text, n.block = text, v.Value.Value, strings.HasPrefix(v.Start.Value, "|")
	case *ast.StringNode:
		n.kind, n.text = text, v.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.kind, n.text = number, v.GetToken().Value
	case *ast.BoolNode:
		n.kind, n.text = boolean, v.GetToken().Value
	case *ast.NullNode:
	case *ast.AnchorNode:
		n = y.value(v.Value)
		y.anchors[v.Name.GetToken().Value] = n
	case *ast.AliasNode:
		name := v.Value.GetToken().Value
		if y.anchors[name] == nil {
			y.file.fail(sql.Syntax, n.span, "", "there is no anchor &%s above", name)
			return n
		}
		known := *y.anchors[name]
		return &known
	case *ast.TagNode:
		return y.value(v.Value)
	default:
		y.file.fail(sql.NotSupported, n.span, "", "this form of YAML is not supported here")
	}
	return n
}

func (y *yamlReader) mapping(n *node, values []*ast.MappingValueNode) {
	n.kind = object
	for _, v := range values {
		key := v.Key.GetToken()
		e := entry{key: key.Value, span: y.file.place(key), value: y.value(v.Value)}
		e.value.at = e.span
		n.entries = append(n.entries, e)
	}
	if len(n.entries) > 0 {
		n.span = n.entries[0].span
		n.at = n.span
	}
}
