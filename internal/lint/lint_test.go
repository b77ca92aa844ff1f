// Package lint checks the shape of the project as a test: who imports whom, the length of files, package docs, and what must
// not stand in operators.
package lint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const module = "weir"

// layers says what a package may import of ours; a package may also import what its entries may import. "x/..." is x and all
// below it. Test files are free.
var layers = []struct {
	pkg string
	may []string
	why string
}{
	{"internal/treeprint", nil, "it prints"},
	{"internal/clock", nil, "it tells the time"},
	{"sql", nil, "the front end knows no catalog and no types"},
	{"sql/types", nil, "types are the ground that all stands on"},
	{"operators", []string{"sql/types", "internal/treeprint"}, "it is the contract only"},
	{"operators/vec", []string{"operators"}, "columns know no expressions"},
	{"operators/expr", []string{"operators/vec"}, "expressions know no functions"},
	{"operators/forest", nil, "it is a pure library: no SQL, no Arrow"},
	{"operators/functions/datepattern", []string{"sql/types"}, "patterns know no columns"},
	{"operators/functions", []string{"operators/expr", "operators/forest", "operators/functions/datepattern"}, "functions know no operators"},
	{"operators/relational", []string{"operators/functions"}, "operators know no planner"},
	{"operators/operatortest", []string{"operators/vec"}, "it tests operators through their contract"},
	{"planner", []string{"sql", "operators/relational", "planner/rules"}, "the planner does not know the runtime"},
	{"planner/rules", []string{"operators/relational"}, "rules rewrite specs"},
	{"connectors", []string{"operators/vec", "internal/clock"}, "connectors know neither SQL nor the runtime"},
	{"connectors/all", []string{"connectors/..."}, "it is the list of what the binary contains"},
	{"connectors/connectortest", []string{"connectors"}, "it tests connectors through their contract"},
	{"connectors/format/coerce", []string{"connectors"}, "coercion knows no format"},
	{"connectors/format/...", []string{"connectors", "connectors/format/coerce"}, "formats know no transport"},
	{"connectors/frame", []string{"connectors"}, "framing knows no format"},
	{"connectors/...", []string{"connectors", "connectors/frame", "connectors/format/json"}, "a connector knows its own system only"},
	{"reference", []string{"connectors", "connectors/frame"}, "tables are loaded through connectors"},
	{"state", []string{"operators"}, "the store knows arrays, not queries"},
	{"runtime", []string{"operators/vec", "connectors", "connectors/format/json", "reference", "state", "internal/clock"}, "the runtime does not know SQL"},
	{"app", []string{"planner", "runtime", "reference", "connectors/..."}, "the application file ties plan, connectors and job"},
	{"internal/oracle", []string{"planner", "operators/relational"}, "the oracle interprets plans"},
	{"internal/querygen", []string{"sql", "sql/types"}, "it writes scripts as text, and knows no engine"},
	{"internal/docs", []string{"app"}, "it writes pages from declarations"},
	{"script", []string{"app", "internal/oracle"}, "scripts drive applications"},
	{"internal/bench", []string{"app", "connectors/..."}, "it makes loads"},
	{"service", []string{"app", "proto"}, "the service runs applications"},
	{"cmd/weir", []string{"service", "app", "script", "connectors/all", "internal/bench"}, "it is the program"},
}

func TestImports(t *testing.T) {
	for dir, files := range packages(t) {
		allowed := map[string]bool{dir: true}
		why, known := collect(dir, allowed)
		if !known {
			t.Errorf("%s: no row in the table of layers", dir)
			continue
		}
		for name, file := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, spec := range file.Imports {
				what, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module+"/")
				if ours && !reaches(allowed, what) {
					t.Errorf("%s imports %s, but %s", name, what, why)
				}
				if strings.HasSuffix(what, "/arrow/compute") {
					t.Errorf("%s imports arrow/compute: it costs microseconds a call and four times the binary", name)
				}
			}
		}
	}
}

func collect(pkg string, into map[string]bool) (why string, known bool) {
	for _, l := range layers {
		if matches(l.pkg, pkg) {
			for _, m := range l.may {
				if !into[m] {
					into[m] = true
					collect(m, into)
				}
			}
			return l.why, true
		}
	}
	return "", false
}

func matches(pattern, pkg string) bool {
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return strings.HasPrefix(pkg, below+"/")
	}
	return pattern == pkg
}

func reaches(allowed map[string]bool, pkg string) bool {
	for a := range allowed {
		if matches(a, pkg) {
			return true
		}
	}
	return false
}

// TestFiles checks length and documentation.
func TestFiles(t *testing.T) {
	for dir, files := range packages(t) {
		documented := false
		for name, file := range files {
			documented = documented || file.Doc != nil
			limit := 500
			if strings.HasSuffix(name, "_test.go") {
				limit = 800
			}
			raw, err := os.ReadFile(filepath.Join("..", "..", name))
			if err != nil {
				t.Fatal(err)
			}
			if lines := strings.Count(string(raw), "\n"); lines > limit && !ast.IsGenerated(file) {
				t.Errorf("%s has %d lines; the limit is %d", name, lines, limit)
			}
		}
		if !documented {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

// TestOperatorsArePure checks rule O5: no clock, no randomness of the process, no goroutine in operators.
func TestOperatorsArePure(t *testing.T) {
	for dir, files := range packages(t) {
		if dir != "operators" && !strings.HasPrefix(dir, "operators/") {
			continue
		}
		for name, file := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					t.Errorf("%s starts a goroutine; use Env.Parallel", name)
				case *ast.SelectorExpr:
					x, ok := n.X.(*ast.Ident)
					if ok && x.Name == "time" && n.Sel.Name == "Now" {
						t.Errorf("%s reads the clock; use Env.Now", name)
					}
					if ok && x.Name == "rand" && n.Sel.Name != "New" && n.Sel.Name != "NewPCG" && n.Sel.Name != "Rand" {
						t.Errorf("%s uses the process's randomness; use Env.Seed", name)
					}
				}
				return true
			})
		}
	}
}

// TestArchitecturePage checks that every top-level folder is explained.
func TestArchitecturePage(t *testing.T) {
	page, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.Contains(string(page), "`"+e.Name()) {
			t.Errorf("ARCHITECTURE.md does not mention the folder %s", e.Name())
		}
	}
}

// packages parses every Go file: folder → file name (both relative to the root) → syntax.
func packages(t *testing.T) map[string]map[string]*ast.File {
	t.Helper()
	found := map[string]map[string]*ast.File{}
	root := os.DirFS("../..")
	set := token.NewFileSet()
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || nested(root, name)) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		raw, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(set, name, raw, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if dir == "internal/lint" {
			return nil
		}
		if found[dir] == nil {
			found[dir] = map[string]*ast.File{}
		}
		found[dir][name] = file
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// nested reports a module of its own, such as the benchmark's peers.
func nested(root fs.FS, dir string) bool {
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}
