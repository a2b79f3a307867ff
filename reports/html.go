package reports

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

//go:embed report.html
var reportTemplate string

//go:embed report.css
var reportStyle string

// page is what the template sees.
type page struct {
	Title, Scenario, Note string
	Span                  string
	Seed                  uint64
	Style                 template.CSS
	Policy                string // Content-Security-Policy: nothing is loaded, only our own style applies
	Runs                  []section
	Table                 []tableRow
	Fleets                []fleetRow
	Faults                []faultRow
	Poll                  string
}

// section is one variant.
type section struct {
	Name, Anchor, Hash string
	Held, Total        int
	Worst              check.Status
	Wrong              []wrong
	Story              []string
	Figure             template.HTML
	Key                string
	Cohorts            []string
	Instants           []instantRow
	InstantsLeft       string
	Alerts             []alertRow
	Verdicts           []check.Verdict
	Timeline           []entry
	LeftOut            []string // what the timeline leaves out, said openly
	Posts              []post
}

// wrong leads from the top of the report to a verdict that did not hold.
type wrong struct {
	Anchor, Name string
	Status       check.Status
}

type tableRow struct {
	Label string
	Cells []cell
}

type cell struct {
	Text, Difference string
	Judgement        string // better, worse or ""
}

type fleetRow struct {
	Fleet, Provider, Authorization, Address string
	Mailboxes                               int
}

// faultRow is a rule and what it did in one variant.
type faultRow struct {
	history.FaultSummary
	Variant string
}

// HTML writes the report: one file that loads nothing.
func HTML(w io.Writer, runs []Run) error {
	if len(runs) == 0 {
		return fmt.Errorf("report: no run to report on")
	}
	h := runs[0].History.Header
	sum := sha256.Sum256([]byte(reportStyle))
	p := page{
		Title: h.Title, Scenario: h.Scenario, Note: h.Note, Seed: h.Seed, Poll: spanOf(h.Poll),
		Span:   fmt.Sprintf("%s to %s", fullDate(h.From), fullDate(h.Until)),
		Style:  template.CSS(reportStyle),
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
		Table:  table(runs), Fleets: fleets(h), Faults: faults(runs),
	}
	a := sharedAxis(runs)
	for i, r := range runs {
		s := makeSection(r, i)
		s.Figure = figure(r, a)
		s.Story = story(r, nil)
		if i > 0 {
			s.Story = story(r, &runs[0])
		}
		p.Runs = append(p.Runs, s)
	}
	t, err := template.New("report").Funcs(template.FuncMap{
		"stamp": stamp, "words": words, "thousands": Thousands, "join": strings.Join,
	}).Parse(reportTemplate)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func makeSection(r Run, i int) section {
	h := r.History
	s := section{
		Name: h.Header.Variant, Anchor: fmt.Sprintf("variant-%d", i+1), Hash: r.Hash,
		Held: countStatus(r.Verdicts, check.Held), Total: len(r.Verdicts), Worst: worst(r.Verdicts),
		Key: key(r), Alerts: alertRows(h), Verdicts: failuresFirst(r.Verdicts), Posts: posts(h),
	}
	for j, v := range s.Verdicts {
		if v.Status == check.Broken || v.Status == check.Vacuous {
			s.Wrong = append(s.Wrong, wrong{Anchor: fmt.Sprintf("%s-verdict-%d", s.Anchor, j), Name: v.Name, Status: v.Status})
		}
	}
	for _, c := range h.Header.Cohorts {
		s.Cohorts = append(s.Cohorts, c.Name)
	}
	rows, left := instants(r)
	s.Instants, s.InstantsLeft = rows, instantsLeft(left)
	s.Timeline, s.LeftOut = timeline(h)
	return s
}

// worst is the status that decides a variant's banner.
func worst(all []check.Verdict) check.Status {
	for _, s := range []check.Status{check.Broken, check.Vacuous} {
		if countStatus(all, s) > 0 {
			return s
		}
	}
	return check.Held
}

// failuresFirst keeps the order within each status.
func failuresFirst(all []check.Verdict) []check.Verdict {
	var out []check.Verdict
	for _, s := range []check.Status{check.Broken, check.Vacuous, check.NotApplicable, check.Held} {
		for _, v := range all {
			if v.Status == s {
				out = append(out, v)
			}
		}
	}
	return out
}

func table(runs []Run) []tableRow {
	var rows []tableRow
	for _, f := range Figures {
		row := tableRow{Label: f.Label}
		for i, r := range runs {
			c := cell{Text: f.Text(r)}
			if i > 0 {
				c.Difference, c.Judgement = f.difference(runs[0], r)
			}
			row.Cells = append(row.Cells, c)
		}
		rows = append(rows, row)
	}
	return rows
}

// fleets counts mailboxes by their attributes.
func fleets(h history.Header) []fleetRow {
	counts := map[string]*fleetRow{}
	for _, m := range h.Mailboxes {
		key := m.Fleet + "\x00" + m.Address
		if counts[key] == nil {
			counts[key] = &fleetRow{Fleet: m.Fleet, Provider: m.Provider, Authorization: m.Authorization, Address: words(m.Address)}
		}
		counts[key].Mailboxes++
	}
	var out []fleetRow
	for _, k := range sortedKeys(counts) {
		out = append(out, *counts[k])
	}
	return out
}

// faults lists the rules of every variant with what they did there.
func faults(runs []Run) []faultRow {
	var out []faultRow
	for _, r := range runs {
		for _, f := range r.History.Header.Faults {
			out = append(out, faultRow{f, r.History.Header.Variant})
		}
	}
	return out
}
