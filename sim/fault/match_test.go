package fault_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

func TestMatch(t *testing.T) {
	w := newWorld()
	hinted := header("x-anchormailbox", "a@example.com")
	for name, c := range map[string]struct {
		match  fault.Match
		id     string
		change func(*fault.Request)
		want   bool
	}{
		"Everything":        {fault.Match{}, "work-00", nil, true},
		"Provider":          {fault.Match{Provider: mailbox.OutlookCom}, "outlook-00", nil, true},
		"OtherProvider":     {fault.Match{Provider: mailbox.OutlookCom}, "work-00", nil, false},
		"ProviderOfNobody":  {fault.Match{Provider: mailbox.OutlookCom}, "", func(r *fault.Request) { r.Mailbox = nil }, false},
		"Cohort":            {fault.Match{Cohort: "few"}, "outlook-04", nil, true},
		"OtherCohort":       {fault.Match{Cohort: "few"}, "outlook-05", nil, false},
		"CohortOfNobody":    {fault.Match{Cohort: "few"}, "", func(r *fault.Request) { r.Mailbox = nil }, false},
		"ShareOfAll":        {fault.Match{Share: 1}, "work-00", nil, true},
		"ShareOfNobody":     {fault.Match{Share: 1}, "", func(r *fault.Request) { r.Mailbox = nil }, false},
		"ShareElsewhere":    {fault.Match{Share: 1, Provider: mailbox.OutlookCom}, "work-00", nil, false},
		"Host":              {fault.Match{Host: "Outlook.Office.com"}, "work-00", func(r *fault.Request) { r.HTTP.Host = "outlook.office.COM:443" }, true},
		"HostOfURL":         {fault.Match{Host: "outlook.office.com"}, "work-00", func(r *fault.Request) { r.HTTP.Host = "" }, true},
		"OtherHost":         {fault.Match{Host: "graph.microsoft.com"}, "work-00", nil, false},
		"Dialect":           {fault.Match{Dialect: journal.OutlookREST}, "work-00", nil, true},
		"OtherDialect":      {fault.Match{Dialect: journal.Graph}, "work-00", nil, false},
		"Operation":         {fault.Match{Operation: []string{journal.Token, journal.Delta}}, "work-00", nil, true},
		"OtherOperation":    {fault.Match{Operation: []string{journal.Token}}, "work-00", nil, false},
		"Method":            {fault.Match{Method: http.MethodGet}, "work-00", nil, true},
		"OtherMethod":       {fault.Match{Method: http.MethodPost}, "work-00", nil, false},
		"Path":              {fault.Match{Path: "/api/*/me/calendarview"}, "work-00", nil, true},
		"PathStarIsOnePart": {fault.Match{Path: "/api/*"}, "work-00", nil, false},
		"Token":             {fault.Match{Token: mailbox.Live}, "work-00", nil, true},
		"OtherToken":        {fault.Match{Token: mailbox.IdentityPlatform}, "work-00", nil, false},
		"NoToken":           {fault.Match{Token: "none"}, "work-00", func(r *fault.Request) { r.TokenKind = "" }, true},
		"NoTokenButOne":     {fault.Match{Token: "none"}, "work-00", nil, false},
		"Present":           {fault.Match{Header: fault.HeaderMatch{Present: []string{"X-AnchorMailbox"}}}, "work-00", hinted, true},
		"PresentMissing":    {fault.Match{Header: fault.HeaderMatch{Present: []string{"X-AnchorMailbox"}}}, "work-00", nil, false},
		"Absent":            {fault.Match{Header: fault.HeaderMatch{Absent: []string{"X-AnchorMailbox"}}}, "work-00", nil, true},
		"AbsentPresent":     {fault.Match{Header: fault.HeaderMatch{Absent: []string{"X-AnchorMailbox"}}}, "work-00", hinted, false},
		"Equal":             {fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"X-AnchorMailbox": "a@example.com"}}}, "work-00", hinted, true},
		"EqualOther":        {fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"X-AnchorMailbox": "b@example.com"}}}, "work-00", hinted, false},
		"EqualMissing":      {fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"X-AnchorMailbox": ""}}}, "work-00", nil, false},
		"EqualSecondLine":   {fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"Prefer": "b"}}}, "work-00", func(r *fault.Request) { r.HTTP.Header["Prefer"] = []string{"a", "b"} }, true},
		"EqualHost":         {fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"host": "outlook.office.com"}}}, "work-00", nil, true},
		"AllMustHold":       {fault.Match{Method: http.MethodGet, Token: mailbox.IdentityPlatform}, "work-00", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := w.engine(t, fault.Rule{Name: "one", Match: c.match, Inject: status(503)})
			r := w.request(c.id)
			if c.change != nil {
				c.change(&r)
			}
			assert.Equal(t, c.want, hit(e.Decide(from, r)))
			x := e.Explain(from, r)[0]
			assert.Equal(t, c.want, x.Hit)
			assert.Equal(t, c.want, x.FirstFailed == "")
		})
	}
}
