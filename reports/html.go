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
	Faults                []history.FaultSummary
	Poll                  string
}

// section is one variant.
type section struct {
	Name, Anchor, Hash string
	Held, Total        int
	Worst              check.Status
	Story              []string
	Figure             template.HTML
	Verdicts           []check.Verdict
	Timeline           []entry
	LeftOut            []string // what the timeline leaves out, said openly
	Posts              []post
}

type tableRow struct {
	Label string
	Cells []cell
}

type cell struct{ Text, Difference string }

type fleetRow struct {
	Fleet, Provider, Authorization, Address string
	Mailboxes                               int
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
		Span:   fmt.Sprintf("%s to %s", when(h.From), when(h.Until)),
		Style:  template.CSS(reportStyle),
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
		Table:  table(runs), Fleets: fleets(h), Faults: h.Faults,
	}
	for i, r := range runs {
		p.Runs = append(p.Runs, makeSection(r, i))
	}
	t, err := template.New("report").Funcs(template.FuncMap{
		"stamp": stamp, "words": words, "thousands": Thousands, "join": strings.Join, "percent": percent,
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
	s := section{
		Name: r.History.Header.Variant, Anchor: fmt.Sprintf("variant-%d", i+1), Hash: r.Hash,
		Held: countStatus(r.Verdicts, check.Held), Total: len(r.Verdicts), Worst: worst(r.Verdicts),
		Story: story(r), Figure: figure(r), Verdicts: failuresFirst(r.Verdicts), Posts: posts(r.History),
	}
	s.Timeline, s.LeftOut = timeline(r.History)
	return s
}

// figure stacks the panels of one run over one time axis.
func figure(r Run) template.HTML {
	h := r.History
	a := axis{h.Header.From, h.Header.Until}
	s := &svg{}
	legend := 40 + 16*float64(len(h.Header.Cohorts))
	y := s.lanes(a, lanes(r), 8)
	s.healthChart(a, h, y+6, max(120, legend))
	y += 6 + max(120, legend) + 26
	s.ageChart(a, h, y+6, max(100, legend))
	s.height = y + 6 + max(100, legend) + 24
	return s.html("Faults, alerts, people, share of healthy mailboxes and age of calendars over time; the same is told in words below")
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
				c.Difference = f.Difference(runs[0], r)
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

// words writes an identifier as people do. It takes any kind of string, for the
// template.
func words(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "_", " ") }
