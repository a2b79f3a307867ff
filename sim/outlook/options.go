package outlook

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Page sizes (provider contract 3.6; the default of events is unconfirmed).
const (
	defaultPageSize = 10
	maxPageSize     = 1000
)

// options are the query options of a request. Names are taken in any case, and
// %24 for $ (provider contract 3.1 and 3.6).
type options struct {
	top, skip   int // -1 when not given
	selected    []string
	count       bool
	start, end  time.Time
	deltaToken  string
	skipToken   string
	window      string // startDateTime and endDateTime as sent, for links
	restricting bool   // $top, $skip, $select, $count or $orderby is given
	unsupported string // name of an option that is not simulated
}

func parseOptions(query string) (options, error) {
	o := options{top: -1, skip: -1}
	for rest := query; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		if pair == "" {
			continue
		}
		if err := o.set(pair); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (o *options) set(pair string) (err error) {
	name, value := splitOption(pair)
	switch {
	case strings.EqualFold(name, "startDateTime"):
		o.start, err = parseInstant(name, value)
		o.addWindow(pair)
	case strings.EqualFold(name, "endDateTime"):
		o.end, err = parseInstant(name, value)
		o.addWindow(pair)
	case strings.EqualFold(name, "$deltatoken"):
		o.deltaToken = value
	case strings.EqualFold(name, "$skiptoken"):
		o.skipToken = value
	default:
		return o.restrict(name, value)
	}
	return err
}

// restrict reads the options that choose among the items of a list.
func (o *options) restrict(name, value string) (err error) {
	o.restricting = true
	switch {
	case strings.EqualFold(name, "$top"):
		o.top, err = parseCount(name, value)
	case strings.EqualFold(name, "$skip"):
		o.skip, err = parseCount(name, value)
	case strings.EqualFold(name, "$count"):
		o.count = strings.EqualFold(value, "true")
	case strings.EqualFold(name, "$select"):
		o.selected = strings.Split(strings.ReplaceAll(value, " ", ""), ",")
	case strings.EqualFold(name, "$orderby") && strings.EqualFold(strings.TrimSuffix(value, " asc"), "start/dateTime"):
		// the order that lists have anyway
	default:
		o.unsupported = name
	}
	return err
}

func (o *options) addWindow(pair string) {
	if o.window == "" {
		o.window = pair
		return
	}
	o.window += "&" + pair
}

// splitOption undoes the escapes of "name=value".
func splitOption(pair string) (name, value string) {
	name, value, _ = strings.Cut(pair, "=")
	if n, err := url.QueryUnescape(name); err == nil {
		name = n
	}
	if v, err := url.QueryUnescape(value); err == nil {
		value = v
	}
	return name, value
}

// tracked says whether a request to a calendar view of Outlook REST takes part in
// synchronisation.
func tracked(r *http.Request) bool {
	for _, header := range r.Header["Prefer"] {
		for rest := header; rest != ""; {
			var one string
			one, rest, _ = strings.Cut(rest, ",")
			if strings.EqualFold(strings.TrimSpace(one), "odata.track-changes") {
				return true
			}
		}
	}
	for rest := r.URL.RawQuery; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		name, _ := splitOption(pair)
		if strings.EqualFold(name, "$deltatoken") || strings.EqualFold(name, "$skiptoken") {
			return true
		}
	}
	return false
}

// instantLayouts are the forms of a window's ends; without an offset they are UTC
// (provider contract 3.1). Fractions of a second are read with each.
var instantLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"}

func parseInstant(name, value string) (time.Time, error) {
	for _, layout := range instantLayouts {
		if t, err := time.Parse(layout, value); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("the value '%s' of parameter %s is no instant", value, name)
}

func parseCount(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("the value '%s' of query option %s is no count", value, name)
	}
	return n, nil
}

// hasWindow says whether the request names a window that has a length.
func (o *options) hasWindow() bool {
	return !o.start.IsZero() && !o.end.IsZero() && o.start.Before(o.end)
}
