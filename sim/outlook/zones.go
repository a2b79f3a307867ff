package outlook

import (
	"fmt"
	"time"

	"anchorage/sim/units"
)

// locate finds the time zone that the client prefers; false if there is no such
// zone.
func (s *Server) locate(p *preferences) bool {
	if p.zone == "" || p.zone == "UTC" {
		return true
	}
	location, ok := s.zone(p.zone)
	if ok {
		p.location = location
	}
	return ok
}

// zone finds the zone that a body names.
func (c *call) zone(name string) (*time.Location, error) {
	if location, ok := c.server.zone(name); ok {
		return location, nil
	}
	return nil, fmt.Errorf("there is no time zone %q", name)
}

// zone finds a time zone by its IANA name or its Windows one.
func (s *Server) zone(name string) (*time.Location, bool) {
	if known, ok := s.zones.Load(name); ok {
		return known.(*time.Location), true
	}
	place := name
	if iana, ok := windowsZones[name]; ok {
		place = iana
	}
	location, err := units.Location(place)
	if err != nil || name == "Local" || name == "" {
		return nil, false
	}
	s.zones.Store(name, location)
	return location, true
}

// windowsZones are Windows time zone ids and a place in each, as Unicode's CLDR
// pairs them (windowsZones.xml, territory 001).
var windowsZones = map[string]string{
	"AUS Central Standard Time":       "Australia/Darwin",
	"AUS Eastern Standard Time":       "Australia/Sydney",
	"Afghanistan Standard Time":       "Asia/Kabul",
	"Alaskan Standard Time":           "America/Anchorage",
	"Arab Standard Time":              "Asia/Riyadh",
	"Arabian Standard Time":           "Asia/Dubai",
	"Argentina Standard Time":         "America/Buenos_Aires",
	"Atlantic Standard Time":          "America/Halifax",
	"Azores Standard Time":            "Atlantic/Azores",
	"Bangladesh Standard Time":        "Asia/Dhaka",
	"Cape Verde Standard Time":        "Atlantic/Cape_Verde",
	"Cen. Australia Standard Time":    "Australia/Adelaide",
	"Central America Standard Time":   "America/Guatemala",
	"Central Asia Standard Time":      "Asia/Almaty",
	"Central Europe Standard Time":    "Europe/Budapest",
	"Central European Standard Time":  "Europe/Warsaw",
	"Central Standard Time":           "America/Chicago",
	"Central Standard Time (Mexico)":  "America/Mexico_City",
	"China Standard Time":             "Asia/Shanghai",
	"E. Africa Standard Time":         "Africa/Nairobi",
	"E. Australia Standard Time":      "Australia/Brisbane",
	"E. South America Standard Time":  "America/Sao_Paulo",
	"Eastern Standard Time":           "America/New_York",
	"Egypt Standard Time":             "Africa/Cairo",
	"FLE Standard Time":               "Europe/Kiev",
	"GMT Standard Time":               "Europe/London",
	"GTB Standard Time":               "Europe/Bucharest",
	"Greenwich Standard Time":         "Atlantic/Reykjavik",
	"Hawaiian Standard Time":          "Pacific/Honolulu",
	"India Standard Time":             "Asia/Calcutta",
	"Iran Standard Time":              "Asia/Tehran",
	"Israel Standard Time":            "Asia/Jerusalem",
	"Korea Standard Time":             "Asia/Seoul",
	"Lord Howe Standard Time":         "Australia/Lord_Howe",
	"Middle East Standard Time":       "Asia/Beirut",
	"Morocco Standard Time":           "Africa/Casablanca",
	"Mountain Standard Time":          "America/Denver",
	"Nepal Standard Time":             "Asia/Katmandu",
	"New Zealand Standard Time":       "Pacific/Auckland",
	"Newfoundland Standard Time":      "America/St_Johns",
	"Pacific SA Standard Time":        "America/Santiago",
	"Pacific Standard Time":           "America/Los_Angeles",
	"Pakistan Standard Time":          "Asia/Karachi",
	"Romance Standard Time":           "Europe/Paris",
	"Russian Standard Time":           "Europe/Moscow",
	"SA Pacific Standard Time":        "America/Bogota",
	"SE Asia Standard Time":           "Asia/Bangkok",
	"Samoa Standard Time":             "Pacific/Apia",
	"Singapore Standard Time":         "Asia/Singapore",
	"South Africa Standard Time":      "Africa/Johannesburg",
	"Taipei Standard Time":            "Asia/Taipei",
	"Tokyo Standard Time":             "Asia/Tokyo",
	"Turkey Standard Time":            "Europe/Istanbul",
	"US Eastern Standard Time":        "America/Indianapolis",
	"US Mountain Standard Time":       "America/Phoenix",
	"W. Australia Standard Time":      "Australia/Perth",
	"W. Central Africa Standard Time": "Africa/Lagos",
	"W. Europe Standard Time":         "Europe/Berlin",
	"West Asia Standard Time":         "Asia/Tashkent",
	"West Pacific Standard Time":      "Pacific/Port_Moresby",
}
