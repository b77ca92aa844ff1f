package sql

import "testing"

// FuzzParse asserts for any text: reading it ends without a panic; errors lie inside of the text, in its order, and print;
// what is read without errors is printed as something that is read back the same, with exact spans.
func FuzzParse(f *testing.F) {
	for _, text := range goldenInputs(f) {
		f.Add(text)
	}
	f.Fuzz(checkAny)
}
