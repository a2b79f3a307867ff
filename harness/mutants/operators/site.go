package operators

import (
	"fmt"
	"strings"
)

// Operator is a kind of change.
type Operator string

// What is done at a site.
const (
	Negated    Operator = "negated"    // a condition, or one of those that make it up
	Boundary   Operator = "boundary"   // < and <=, > and >=
	Connective Operator = "connective" // && and ||
	Sign       Operator = "sign"       // + and -, of numbers
	Dropped    Operator = "dropped"    // an error that is returned
	Removed    Operator = "removed"    // a call that stands alone
)

// Operators lists all kinds.
var Operators = []Operator{Negated, Boundary, Connective, Sign, Dropped, Removed}

// Site is a place in the source with a change that can be made there.
type Site struct {
	File     string // slash-separated, from the module's root
	Function string // that it is in, as "round.run"
	Operator Operator
	Ordinal  int    // among the function's sites of this operator, from 1
	Line     int    // of the file
	Was, Is  string // the change, each on one line

	start, end int    // bytes of the file that are replaced
	text       string // by this
}

// Key names a site for as long as its function has the same sites of its kind.
func (s Site) Key() string {
	return fmt.Sprintf("%s %s %s %d", strings.TrimPrefix(s.File, "system/"), s.Function, s.Operator, s.Ordinal)
}

// Change tells in words what is done.
func (s Site) Change() string {
	if s.Is == "" {
		return s.Was + " is left out"
	}
	return s.Was + " becomes " + s.Is
}

// Folder is the package's, slash-separated, from the module's root.
func (s Site) Folder() string { return s.File[:strings.LastIndexByte(s.File, '/')] }

// apply makes the change in the text of the file.
func (s Site) apply(file string) string { return file[:s.start] + s.text + file[s.end:] }
