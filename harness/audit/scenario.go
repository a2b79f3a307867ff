package audit

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"text/template"
	"time"

	"anchorage/sim/mailbox"
)

//go:embed cell.yaml.tmpl
var cellTemplate string

// Files names what an audit is about, beside the scenario files of its cells.
type Files struct {
	Rules        string // "default" is the system's own
	Alertmanager string // likewise
}

// fleetSize is the number of mailboxes of the audited provider: so many that their
// rounds are spread evenly over a poll. witnessSize is that of each other provider.
const (
	fleetSize   = 40
	witnessSize = 5
)

// poll is the ordinary time between two rounds of an account.
const poll = 15 * time.Minute

type fleet struct {
	Provider, Name, Authorization string
	Mailboxes                     int
}

// Scenario is the text of the cell's scenario file, an ordinary one.
func (c Cell) Scenario(f Files) []byte {
	t := template.Must(template.New("cell").Funcs(template.FuncMap{"instant": instant, "of": forProvider(c.Provider)}).Parse(cellTemplate))
	var fleets []fleet
	for _, p := range Providers {
		x := fleet{Provider: p, Name: strings.ReplaceAll(p, ".", "-"), Authorization: mailbox.IdentityPlatform, Mailboxes: witnessSize}
		if p == mailbox.OutlookCom {
			x.Authorization = mailbox.Live
		}
		if p == c.Provider {
			x.Mailboxes = fleetSize
		}
		fleets = append(fleets, x)
	}
	var out bytes.Buffer
	err := t.Execute(&out, struct {
		Cell
		Files
		Title                        string
		Fleets                       []fleet
		From, Begin, Half, End, Last time.Time
		Poll, LongPoll, Down         string
		Edits                        int
	}{
		c, f, fmt.Sprintf("%s: %s for %s", c.Provider, c.Kind.Words, spoken(c.Lasts)), fleets,
		c.from(), c.Start.At, c.Start.At.Add(c.Lasts / 2), c.end(), c.until(), hours(poll), hours(warmUp + c.Lasts), hours(c.Lasts), c.edits(),
	})
	if err != nil {
		panic(fmt.Sprintf("audit: the embedded template: %v", err)) // tested: cannot happen
	}
	return out.Bytes()
}

// edits of each owner a day.
func (c Cell) edits() int {
	if c.Kind.ownersChange {
		return 24
	}
	return 0
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// forProvider puts a provider's name into a part of a Kind.
func forProvider(name string) func(string) string {
	return func(part string) string { return strings.ReplaceAll(part, "provider: P", "provider: "+name) }
}

// spoken is a duration for people, as "10 min" or "26 h".
func spoken(d time.Duration) string {
	d = d.Round(time.Minute)
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %d min", h, m)
}
