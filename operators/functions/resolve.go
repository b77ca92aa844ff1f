package functions

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/sql/types"
)

// Resolve chooses the overload for arguments of these types, and for the unit of FLOOR(x TO unit) or EXTRACT(unit FROM x). The
// error is a *CallError.
func (s *Scalar) Resolve(args []types.Type, unit types.Unit) (Binding, error) {
	var widened *Overload
	for i := range s.Overloads {
		o := &s.Overloads[i]
		params, wrong := o.accept(args, unit)
		if wrong != accepted {
			continue
		}
		if slices.Equal(params, args) {
			return s.bind(o, params, unit), nil
		}
		if widened == nil {
			widened = o
		}
	}
	if widened == nil {
		return Binding{}, s.refuse(args, unit)
	}
	params, _ := widened.accept(args, unit)
	return s.bind(widened, params, unit), nil
}

// What is wrong with a call, if it is not one of its arguments.
const (
	accepted   = -1
	wrongCount = -2
)

// accept converts arguments to what the overload takes. Wrong is the first argument that it does not take.
func (o *Overload) accept(args []types.Type, unit types.Unit) (params []types.Type, wrong int) {
	if len(args) != len(o.Params) || (o.Units != nil) != (unit != types.NoUnit) {
		return nil, wrongCount
	}
	params = make([]types.Type, len(args))
	for i, p := range o.Params {
		t, ok := p.Accept(args[i])
		if !ok {
			return nil, i
		}
		params[i] = t
	}
	if o.Units != nil && !slices.Contains(o.Units(params[0]), unit) {
		return nil, 0
	}
	return params, accepted
}

func (s *Scalar) bind(o *Overload, params []types.Type, unit types.Unit) Binding {
	result, fn := o.Bind(params, unit)
	form := s.form(o)
	return Binding{
		Params: params, Result: result, Fn: fn, check: o.Check,
		Text: func(args []string) string { return fillForm(form, args, unit.String()) },
	}
}

// form shows how an overload is called.
func (s *Scalar) form(o *Overload) string {
	if o.Form != "" {
		return o.Form
	}
	places := make([]string, len(o.Params))
	for i := range places {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	return s.Name + "(" + strings.Join(places, ", ") + ")"
}

func fillForm(form string, args []string, unit string) string {
	pairs := []string{"$u", unit}
	for i, a := range args {
		pairs = append(pairs, "$"+strconv.Itoa(i+1), a)
	}
	return strings.NewReplacer(pairs...).Replace(form)
}

// refuse says what is wrong: the number of arguments, the unit, or the argument that fits none of the overloads that came
// furthest.
func (s *Scalar) refuse(args []types.Type, unit types.Unit) *CallError {
	wrong, castable := wrongCount, false
	var takes []string
	for i := range s.Overloads {
		o := &s.Overloads[i]
		_, at := o.accept(args, unit)
		if at == wrongCount || at < wrong {
			continue
		}
		if t, ok := o.Params[at].Accept(args[at]); ok { // the type is right, so the unit is not
			return s.refuseUnit(o.Units(t), t, unit)
		}
		if at > wrong {
			wrong, takes, castable = at, nil, false
		}
		model, _ := o.Params[at].Accept(types.NullType)
		castable = castable || types.Castable(args[at], model)
		if what := o.Params[at].Takes; !slices.Contains(takes, what) {
			takes = append(takes, what)
		}
	}
	if wrong == wrongCount {
		return &CallError{
			Arg: -1, Message: fmt.Sprintf("%s does not take %s", s.Name, counted(len(args), "argument")), Hint: "write " + strings.Join(s.Forms(), " or "),
		}
	}
	err := &CallError{Arg: wrong, Message: fmt.Sprintf("%s does not take %s", s.Name, described(args[wrong]))}
	if form := s.formWithUnit(args); form != "" && unit == types.NoUnit {
		err.Hint = "write " + form
		return err
	}
	err.Hint = "it takes " + strings.Join(takes, " or ")
	if castable {
		err.Hint += "; use CAST"
	}
	return err
}

func (s *Scalar) refuseUnit(has []types.Unit, t types.Type, unit types.Unit) *CallError {
	names := make([]string, len(has))
	for i, u := range has {
		names[i] = u.String()
	}
	return &CallError{
		Arg:     0,
		Message: fmt.Sprintf("%s does not take %s of %s", s.Name, unit, described(t)),
		Hint:    "it takes " + strings.Join(names, ", "),
	}
}

// formWithUnit shows the form with a unit that takes the arguments, if there is one.
func (s *Scalar) formWithUnit(args []types.Type) string {
	for i := range s.Overloads {
		o := &s.Overloads[i]
		if o.Units == nil || len(args) != len(o.Params) {
			continue
		}
		if t, ok := o.Params[0].Accept(args[0]); ok {
			if _, wrong := o.accept(args, o.Units(t)[0]); wrong == accepted {
				return s.named(o)
			}
		}
	}
	return ""
}

func described(t types.Type) string {
	if t.Kind == types.Null {
		return "NULL"
	}
	return t.String()
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// Forms shows how the function is called, with what its arguments may be.
func (s *Scalar) Forms() []string {
	var forms []string
	for i := range s.Overloads {
		if form := s.named(&s.Overloads[i]); !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// named shows how an overload is called, with what its arguments may be.
func (s *Scalar) named(o *Overload) string {
	names := make([]string, len(o.Params))
	for i, p := range o.Params {
		_, names[i], _ = strings.Cut(p.Takes, " ") // without its article
	}
	return fillForm(s.form(o), names, "unit")
}
