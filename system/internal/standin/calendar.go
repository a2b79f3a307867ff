package standin

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

func (p *Provider) calendarRoutes() {
	rest := p.router.Host("outlook.office.com").PathPrefix("/api/v2.0/me").Subrouter()
	rest.Path("/calendar").HandlerFunc(p.calendar)
	rest.Path("/calendarview").HandlerFunc(p.delta)
	p.eventRoutes(rest)
	p.subscriptionRoutes(rest)
	graph := p.router.Host("graph.microsoft.com").PathPrefix("/v1.0/me").Subrouter()
	graph.Path("/calendar").HandlerFunc(p.calendar)
	graph.Path("/calendarView/delta").HandlerFunc(p.delta)
	p.eventRoutes(graph)
	p.subscriptionRoutes(p.router.Host("graph.microsoft.com").PathPrefix("/v1.0").Subrouter())
}

// owner of the token, or an answer that there is none.
func (p *Provider) owner(w http.ResponseWriter, r *http.Request) (Owner, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, ok := p.grants[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok || g.kind != "access" {
		writeJSON(w, http.StatusUnauthorized, map[string]any{"error": map[string]string{"code": "InvalidAuthenticationToken", "message": "Access token is empty."}})
		return Owner{}, false
	}
	return p.owners[g.address], true
}

func (p *Provider) calendar(w http.ResponseWriter, r *http.Request) {
	if o, ok := p.owner(w, r); ok {
		writeJSON(w, http.StatusOK, map[string]string{"id": o.CalendarID, "name": "Calendar"})
	}
}

// delta answers a first request with all events, and its link with none but those
// that writes made.
func (p *Provider) delta(w http.ResponseWriter, r *http.Request) {
	o, ok := p.owner(w, r)
	if !ok {
		return
	}
	items := []map[string]any{}
	link := "https://" + r.URL.Host + r.URL.Path + "?$deltatoken=1"
	if from, err := time.Parse(time.RFC3339, r.URL.Query().Get("startDateTime")); err == nil {
		for i, subject := range o.Events {
			start := from.AddDate(0, 0, i)
			items = append(items, map[string]any{
				"id": fmt.Sprintf("%s-%d", o.CalendarID, i), "@odata.etag": `W/"1"`, "subject": subject, "showAs": "busy", "type": "singleInstance",
				"start": zoned(start), "end": zoned(start.Add(time.Hour)),
			})
		}
	}
	made, _ := p.Made(o.Address)
	for _, m := range made { // all of them each time, which a client has to bear
		items = append(items, m.json())
	}
	p.mu.Lock()
	for _, m := range p.made[o.Address] {
		if m.Gone {
			items = append(items, map[string]any{"id": m.ID, "reason": "deleted"})
		}
	}
	p.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"value": items, "@odata.deltaLink": link})
}

func zoned(t time.Time) map[string]string {
	return map[string]string{"dateTime": t.UTC().Format("2006-01-02T15:04:05.0000000"), "timeZone": "UTC"}
}
