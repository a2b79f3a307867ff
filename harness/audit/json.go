package audit

import (
	"encoding/json"
	"io"
	"time"
)

// ResultVersion is that of the JSON; field names are kept from version to version.
const ResultVersion = 1

// Result is an audit as JSON. Times are in seconds.
type Result struct {
	Version   int             `json:"version"`
	Rules     []string        `json:"rules"` // files, or default
	Manager   string          `json:"alertmanager"`
	Cells     []CellResult    `json:"cells"`
	Findings  []FindingResult `json:"findings"`
	DeadRules []string        `json:"dead_rules"` // sentences
	LeftOut   []string        `json:"left_out"`   // kinds that cannot be simulated
}

// CellResult is one cell of the matrix.
type CellResult struct {
	Provider string        `json:"provider"`
	Kind     string        `json:"kind"`
	Lasts    int           `json:"lasts"`
	Begins   string        `json:"begins"`
	Expected []NeedResult  `json:"expected"`
	AtMost   string        `json:"at_most"` // level; "" for nothing at all
	Why      string        `json:"why"`
	Levels   []LevelResult `json:"levels"`
	Alerts   []AlertResult `json:"alerts"` // in order of opening
	Learned  *ReadResult   `json:"learned"`
	Deaf     bool          `json:"heartbeat_lost"`
	Hits     int           `json:"hits"`
	Problems []string      `json:"problems"` // classes
}

// NeedResult is a level that must speak within a time.
type NeedResult struct {
	Level  string `json:"level"`
	Within int    `json:"within"`
}

// LevelResult is what a level said.
type LevelResult struct {
	Level       string   `json:"level"`
	After       int      `json:"after"`
	Times       int      `json:"times"`
	Alerts      []string `json:"alerts"`
	ClosedAfter *int     `json:"closed_after"` // from the end of the failure; null while one is open
	Open        []string `json:"open"`
}

// AlertResult is one alert from its first notice to its closure.
type AlertResult struct {
	Alert       string `json:"alert"`
	Level       string `json:"level"`
	After       int    `json:"after"`
	ClosedAfter *int   `json:"closed_after"` // from the end of the failure; null when it is open
}

// ReadResult is how somebody first learned of it.
type ReadResult struct {
	By    string `json:"by"`
	After int    `json:"after"`
}

// FindingResult is a Finding.
type FindingResult struct {
	Class    string   `json:"class"`
	Sentence string   `json:"sentence"`
	Cells    []string `json:"cells"`
}

// NewResult puts an audit together.
func NewResult(outcomes []Outcome, findings []Finding) Result {
	r := Result{Version: ResultVersion, Cells: []CellResult{}, Findings: []FindingResult{}, DeadRules: []string{}, LeftOut: []string{}}
	for i := range outcomes {
		r.Cells = append(r.Cells, outcomes[i].result())
	}
	for _, f := range findings {
		x := FindingResult{Class: f.Class, Sentence: f.Sentence}
		for _, c := range f.Cells {
			x.Cells = append(x.Cells, c.Name())
		}
		r.Findings = append(r.Findings, x)
	}
	return r
}

func (o *Outcome) result() CellResult {
	e := o.expected()
	c := CellResult{
		Provider: o.Provider, Kind: o.Kind.Name, Lasts: seconds(o.Lasts), Begins: o.Start.Name, Expected: []NeedResult{},
		AtMost: e.AtMost, Why: e.Why, Levels: []LevelResult{}, Alerts: []AlertResult{}, Hits: o.Hits, Deaf: o.Deaf, Problems: append([]string{}, o.classes()...),
	}
	for _, n := range e.Needs {
		c.Expected = append(c.Expected, NeedResult{n.Level, seconds(n.Within)})
	}
	for _, t := range o.Told {
		l := LevelResult{Level: t.Level, After: seconds(t.After), Times: t.Times, Alerts: t.Alerts, Open: append([]string{}, t.Open...)}
		if len(t.Open) == 0 {
			closed := seconds(t.Closed)
			l.ClosedAfter = &closed
		}
		c.Levels = append(c.Levels, l)
	}
	for _, a := range o.Alerts {
		x := AlertResult{Alert: a.Name, Level: a.Level, After: seconds(a.After)}
		if a.Closed != nil {
			closed := seconds(*a.Closed)
			x.ClosedAfter = &closed
		}
		c.Alerts = append(c.Alerts, x)
	}
	if o.Read != nil {
		c.Learned = &ReadResult{o.Read.By, seconds(o.Read.After)}
	}
	return c
}

func seconds(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

// Write writes r, indented.
func (r Result) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
