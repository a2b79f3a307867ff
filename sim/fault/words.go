package fault

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// What says in words what the rule does, as "routing: hint_required".
func (r Rule) What() string { return Describe(r.Inject) }

// Whom says in words which requests the rule is for, as "outlook.com" or "20 %
// of all mailboxes, another 20 % each time".
func (r Rule) Whom() string {
	parts := []string{r.mailboxes()}
	if parts[0] == "" {
		parts = nil
	}
	if parts = append(parts, r.Match.requests()...); len(parts) == 0 {
		return "all requests"
	}
	return strings.Join(parts, ", ")
}

// mailboxes words provider, cohort and share; "" if none is set.
func (r Rule) mailboxes() string {
	m := r.Match
	whose := m.Provider
	switch {
	case m.Cohort != "" && m.Provider != "":
		whose = m.Cohort + " of " + m.Provider
	case m.Cohort != "":
		whose = m.Cohort
	}
	if m.Share == 0 {
		return whose
	}
	if whose == "" {
		whose = "all mailboxes"
	}
	text := percent(m.Share.F()) + " of " + whose
	if r.Every != 0 && m.Share < 1 {
		text += ", another " + percent(m.Share.F()) + " each time"
	}
	return text
}

// requests words the conditions on the request itself.
func (m Match) requests() []string {
	var parts []string
	add := func(head, text string) {
		if text != "" {
			parts = append(parts, head+text)
		}
	}
	add("at ", m.Host)
	add("by ", m.Dialect)
	add("operation ", strings.Join(m.Operation, " or "))
	add("method ", m.Method)
	add("path ", m.Path)
	switch m.Token {
	case "":
	case noToken:
		parts = append(parts, "without a token")
	default:
		parts = append(parts, "with a token of "+m.Token)
	}
	for _, name := range m.Header.Present {
		add("with ", name)
	}
	for _, name := range m.Header.Absent {
		add("without ", name)
	}
	for _, name := range sortedKeys(m.Header.Equal) {
		add("with ", name+": "+m.Header.Equal[name])
	}
	switch {
	case m.Nth.IsZero():
	case m.Nth.Until == m.Nth.From:
		parts = append(parts, "only number "+m.Nth.String()+" of each mailbox")
	default:
		parts = append(parts, "only numbers "+m.Nth.String()+" of each mailbox")
	}
	if m.Probability != 0 {
		parts = append(parts, "each with a chance of "+percent(m.Probability.F()))
	}
	return parts
}

// when words the time in force.
func (r Rule) when() string {
	var parts []string
	if r.Every != 0 {
		parts = append(parts, "for "+short(r.For.D())+" every "+short(r.Every.D()))
	}
	if !r.At.IsZero() {
		parts = append(parts, "from "+r.At.UTC().Format(time.RFC3339Nano))
	}
	if !r.Until.IsZero() {
		parts = append(parts, "until "+r.Until.UTC().Format(time.RFC3339Nano))
	}
	if len(parts) == 0 {
		return "within the world's clock"
	}
	return strings.Join(parts, " ")
}

// percent writes a share with at most two decimals.
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e4)/100, 'f', -1, 64) + " %"
}
