package mutants

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"anchorage/harness/check"
)

// Status is what became of a change to the source.
type Status string

// Of mutants: Caught is what is wanted. Of harmless changes: Quiet is. Unbuilt and
// Stuck say that there was nothing to judge.
const (
	Caught   Status = "caught"
	Survived Status = "survived"
	Open     Status = "open"
	Unbuilt  Status = "does not build"
	Stuck    Status = "its world stands still"
	Quiet    Status = "not flagged"
	Flagged  Status = "flagged"
)

// Outcome of one change.
type Outcome struct {
	Status Status
	Worlds int           // replayed
	CPU    time.Duration // that they took
	In     World         // in which it was caught or flagged
	// Detail is the message of the verdict that broke, what broke instead, or what
	// the compiler says.
	Detail string
}

// Bad says whether somebody has to look at it.
func (o Outcome) Bad() bool { return o.Status != Caught && o.Status != Open && o.Status != Quiet }

// broken finds the verdict of a name, and says whether it is broken.
func broken(all []check.Verdict, name string) (check.Verdict, bool) {
	for _, v := range all {
		if v.Name == name {
			return v, v.Status == check.Broken
		}
	}
	return check.Verdict{}, false
}

// others tells which verdicts did not hold.
func others(all []check.Verdict) string {
	var names []string
	for _, v := range all {
		if v.Status == check.Broken || v.Status == check.Vacuous {
			names = append(names, fmt.Sprintf("%s %q", v.Status, v.Name))
		}
	}
	return cmp.Or(strings.Join(names, ", "), "everything held")
}
