package script

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"weir/app"
	"weir/operators"
	"weir/reference"
)

// tables are the reference tables of an application, and the versions of them that a script has loaded.
type tables struct {
	dir     string // of the script
	home    string // of the application
	byName  map[string]*app.Table
	own     []string // names of those that begin with the file that the application names
	present map[string]string
}

// tablesOf finds the tables that a script gives files before its first row. The others begin with the application's own.
func tablesOf(a *app.App, commands []Command, dir string) (tables, error) {
	t := tables{dir: dir, home: a.Dir(), byName: map[string]*app.Table{}, present: map[string]string{}}
	for i := range a.Tables {
		t.byName[a.Tables[i].Spec.Name] = &a.Tables[i]
	}
	given, begun := map[string]bool{}, false
	for _, c := range commands {
		begun = begun || c.Verb == "push" || c.Verb == "tick"
		if c.Verb != "reference" {
			continue
		}
		table := t.byName[c.Value]
		if table == nil {
			return t, &SyntaxError{c.Line, "the application has no reference table " + c.Value}
		}
		if !begun || !strings.HasPrefix(table.Bucket.V, "file:") {
			given[c.Value] = true
		}
	}
	for _, table := range a.Tables {
		if !given[table.Spec.Name] {
			t.own = append(t.own, table.Spec.Name)
		}
	}
	return t, nil
}

// first loads the application's own files. Those that a script gives come with their commands.
func (t *tables) first(swap func(table string, v *reference.Version) error) error {
	for _, name := range t.own {
		v, err := t.byName[name].Load(t.home, 0)
		if err != nil {
			return fmt.Errorf("%w (a script can name its file: reference %s FILE)", err, name)
		}
		t.present[name] = v.Version()
		if err := swap(name, v); err != nil {
			return err
		}
	}
	return nil
}

// load reads the file that a command names. It returns nil if the table has this version already.
func (t *tables) load(c *Command, now operators.Time) (*reference.Version, error) {
	table, path := t.byName[c.Value], c.Name
	if !filepath.IsAbs(path) {
		path = filepath.Join(t.dir, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the file of table %s: %w", c.Value, err)
	}
	defer f.Close()
	loader := reference.Loader{Table: table.Spec, Format: table.Format}
	v, err := loader.Load(path, f, now)
	if err != nil || v.Version() == t.present[c.Value] {
		return nil, err
	}
	t.present[c.Value] = v.Version()
	return v, nil
}
