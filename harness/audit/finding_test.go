package audit_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
)

// told is one level that closed in time.
func told(level string, after time.Duration) audit.Told {
	return audit.Told{Level: level, After: after, Times: 1, Alerts: []string{"Down"}, Closed: 25 * minute}
}

// outcome of a cell that met requests.
func outcome(c audit.Cell, levels ...audit.Told) audit.Outcome {
	return audit.Outcome{Cell: c, Told: levels, Hits: 1}
}

func sentences(findings []audit.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Class+" "+f.Sentence)
	}
	return all
}

func TestFind(t *testing.T) {
	at := func(provider, name string, lasts time.Duration, start string, levels ...audit.Told) audit.Outcome {
		return outcome(cell(t, provider, name, lasts, start), levels...)
	}
	for _, row := range []struct {
		name     string
		outcomes []audit.Outcome
		says     []string
	}{
		{"OK", []audit.Outcome{at("outlook.com", "requests", 26*hour, "night", told(audit.LookNow, 10*minute))}, nil},
		{"OKAtTheBound", []audit.Outcome{at("outlook.com", "requests", 26*hour, "night", told(audit.LookNow, 15*minute))}, nil},
		{"OKStronger", []audit.Outcome{at("outlook.com", "pager", 10*minute, "night", told(audit.LookNow, 10*minute))}, nil},
		{"ErrGap", []audit.Outcome{
			at("outlook.com", "requests", 26*hour, "night", told(audit.Informational, 2*minute)),
			at("microsoft365", "requests", 26*hour, "night", told(audit.LookNow, 10*minute)),
		}, []string{"gap outlook.com: all requests fail for 26 h and nobody is paged; microsoft365 pages after 10 min"}},
		{"ErrGapAtBoth", []audit.Outcome{
			at("outlook.com", "cohort", 2*hour, "night"), at("microsoft365", "cohort", 2*hour, "night"),
		}, []string{
			"gap outlook.com: a tenth of the accounts fail for 2 h and nobody is asked to review it",
			"gap microsoft365: a tenth of the accounts fail for 2 h and nobody is asked to review it",
		}},
		{"ErrGapOnceForAllDurations", []audit.Outcome{
			at("outlook.com", "requests", 2*hour, "night"), at("outlook.com", "requests", 26*hour, "night"), at("outlook.com", "requests", 26*hour, "working"),
		}, []string{"gap outlook.com: all requests fail for 26 h and nobody is paged"}},
		{"ErrGapAtOneStart", []audit.Outcome{
			at("outlook.com", "requests", 2*hour, "night"), at("outlook.com", "requests", 2*hour, "working", told(audit.LookNow, minute)),
		}, []string{"gap outlook.com: all requests fail for 2 h, begun at night, and nobody is paged"}},
		{"ErrLate", []audit.Outcome{at("outlook.com", "requests", 2*hour, "night", told(audit.LookNow, 16*minute))},
			[]string{"late outlook.com: all requests fail for 2 h and somebody is paged only after 16 min; expected within 15 min"}},
		{"ErrNoise", []audit.Outcome{at("outlook.com", "flicker", 2*hour, "night", told(audit.Informational, minute))},
			[]string{"noise outlook.com: half of the accounts fail for 20 s every 4 min for 2 h and the chat is told once (Down); expected nothing"}},
		{"ErrTooStrong", []audit.Outcome{at("outlook.com", "cohort", 2*hour, "night", told(audit.LookNow, minute))},
			[]string{"noise outlook.com: a tenth of the accounts fail for 2 h and somebody is paged once (Down); expected review_soon at most"}},
		{"ErrOpen", []audit.Outcome{at("outlook.com", "requests", 2*hour, "night", audit.Told{Level: audit.LookNow, After: minute, Times: 1, Open: []string{"Down"}})},
			[]string{"closes outlook.com: all requests fail for 2 h and Down has not closed 8 h 25 min after the end"}},
		{"ErrSlow", []audit.Outcome{at("outlook.com", "requests", 2*hour, "night", audit.Told{Level: audit.LookNow, After: minute, Times: 1, Closed: hour, Slow: []string{"Down"}})},
			[]string{"closes outlook.com: all requests fail for 2 h and Down closes 1 h after the end; expected within 45 min"}},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.says, sentences(audit.Find(row.outcomes))) })
	}
}

func TestFindWhatIsNoLevel(t *testing.T) {
	good := outcome(cell(t, "outlook.com", "requests", 2*hour, "night"), told(audit.LookNow, minute))
	t.Run("ErrOther", func(t *testing.T) {
		o := good
		o.Others = []string{"microsoft365: look_now Down"}
		assert.Equal(t, []string{"other outlook.com: all requests fail for 2 h and another provider alerts: microsoft365: look_now Down"}, sentences(audit.Find([]audit.Outcome{o})))
	})
	t.Run("OtherOfWhatFailsForAll", func(t *testing.T) {
		o := outcome(cell(t, "outlook.com", "stale", 2*hour, "night"), told(audit.LookNow, 80*minute))
		o.Others = []string{"microsoft365: look_now Down"}
		assert.Empty(t, audit.Find([]audit.Outcome{o}))
	})
	t.Run("ErrEarly", func(t *testing.T) {
		o := good
		o.Early = []string{"Down"}
		assert.Equal(t, []string{"noise outlook.com: all requests fail for 2 h and Down was open before"}, sentences(audit.Find([]audit.Outcome{o})))
	})
	t.Run("ErrDeaf", func(t *testing.T) {
		o := good
		o.Deaf = true
		assert.Equal(t, []string{"deaf the dead-man's switch hears nothing in 1 of 2 cells: were alerting dead, nobody would know"}, sentences(audit.Find([]audit.Outcome{good, o})))
	})
	t.Run("Vacuous", func(t *testing.T) {
		o, may := good, outcome(cell(t, "outlook.com", "flicker", 2*hour, "night"))
		o.Hits, may.Hits = 0, 0
		assert.Equal(t, []audit.Cell{o.Cell}, audit.Vacuous([]audit.Outcome{o, good, may}))
	})
}

// sample is outcomes of all sorts, as of the rules of 2022.
func sample(t *testing.T) []audit.Outcome {
	gap := outcome(cell(t, "outlook.com", "requests", 26*hour, "working"), told(audit.Informational, 2*minute))
	night := outcome(cell(t, "outlook.com", "requests", 26*hour, "night"), told(audit.Informational, 2*minute))
	night.Read = &audit.Read{By: "chat", After: 10*hour + 15*minute}
	open := outcome(cell(t, "outlook.com", "cohort", 2*hour, "night"), audit.Told{Level: audit.ReviewSoon, After: 35 * minute, Times: 2, Alerts: []string{"Part"}, Open: []string{"Part"}})
	none := outcome(cell(t, "outlook.com", "flicker", 10*minute, "night"))
	none.Hits = 0
	good := outcome(cell(t, "microsoft365", "requests", 26*hour, "night"), told(audit.LookNow, 10*minute), told(audit.Informational, 2*minute))
	good.Read = &audit.Read{By: "page", After: 10 * minute}
	early := outcome(cell(t, "microsoft365", "flicker", 2*hour, "night"), audit.Told{Level: audit.Informational, After: minute, Times: 7, Alerts: []string{"Some"}, Closed: -minute})
	return []audit.Outcome{gap, night, open, none, good, early}
}

func TestPrint(t *testing.T) {
	var out bytes.Buffer
	audit.Print(&out, sample(t))
	golden(t, "matrix.txt", out.String())
}

func TestResult(t *testing.T) {
	outcomes := sample(t)
	var out bytes.Buffer
	require.NoError(t, audit.NewResult(outcomes, audit.Find(outcomes)).Write(&out))
	golden(t, "result.json", out.String())
	var r audit.Result
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	assert.Len(t, r.Cells, len(outcomes))
	assert.Equal(t, 36900, r.Cells[1].Learned.After)
	assert.Nil(t, r.Cells[2].Levels[0].ClosedAfter)
}
