package outlook

import (
	"strconv"
	"strings"
	"time"
)

// preferences are the Prefer headers that the provider knows (provider contract
// 3.6 and 7); others are ignored.
type preferences struct {
	track    bool           // odata.track-changes
	pageSize int            // odata.maxpagesize, 0 for none
	zone     string         // outlook.timezone as sent, "" for none
	location *time.Location // of zone; UTC for none
	immortal bool           // IdType="ImmutableId": ids here never change anyway
	bodyType string         // outlook.body-content-type
}

func parsePreferences(headers []string) preferences {
	p := preferences{location: time.UTC}
	for _, header := range headers {
		for rest := header; rest != ""; {
			var one string
			one, rest, _ = strings.Cut(rest, ",")
			name, value, _ := strings.Cut(strings.TrimSpace(one), "=")
			p.set(name, strings.Trim(value, `"`))
		}
	}
	return p
}

func (p *preferences) set(name, value string) {
	switch {
	case strings.EqualFold(name, "odata.track-changes"):
		p.track = true
	case strings.EqualFold(name, "odata.maxpagesize"):
		if n, err := strconv.Atoi(value); err == nil && n > 0 {
			p.pageSize = min(n, maxPageSize)
		}
	case strings.EqualFold(name, "outlook.timezone"):
		p.zone = value
	case strings.EqualFold(name, "outlook.body-content-type"):
		p.bodyType = value
	case strings.EqualFold(name, "idtype"):
		p.immortal = strings.EqualFold(value, "ImmutableId")
	}
}

// applied lists the preferences that the answer honours; that changes are
// tracked is said on the first page only.
func (p *preferences) applied(first bool) string {
	all := make([]string, 0, 5)
	if first {
		all = append(all, "odata.track-changes")
	}
	if p.pageSize > 0 {
		all = append(all, "odata.maxpagesize="+strconv.Itoa(p.pageSize))
	}
	if p.zone != "" {
		all = append(all, `outlook.timezone="`+p.zone+`"`)
	}
	if p.bodyType != "" {
		all = append(all, `outlook.body-content-type="`+p.bodyType+`"`)
	}
	if p.immortal {
		all = append(all, `IdType="ImmutableId"`)
	}
	return strings.Join(all, ", ")
}

// zoneName is the name that start and end are given under.
func (p *preferences) zoneName() string {
	if p.zone == "" {
		return "UTC"
	}
	return p.zone
}
