package service

import (
	"encoding/json"
	"errors"
	"maps"
)

// object is a JSON object, or a patch of one in the sense of RFC 7386.
type object = map[string]any

func objectOf(raw json.RawMessage) (object, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil || o == nil {
		return nil, errors.New("settings: a patch must be a JSON object")
	}
	return o, nil
}

// merged is base with patch merged in (RFC 7386): objects merge, null removes,
// everything else replaces. Neither argument is changed.
func merged(base, patch object) object {
	result := maps.Clone(base)
	if result == nil {
		result = object{}
	}
	for k, v := range patch {
		inner, isObject := v.(object)
		switch {
		case v == nil:
			delete(result, k)
		case isObject:
			before, _ := result[k].(object)
			result[k] = merged(before, inner)
		default:
			result[k] = v
		}
	}
	return result
}

// without is patch lacking what other says something about.
func without(patch, other object) object {
	result := object{}
	for k, v := range patch {
		said, both := other[k]
		inner, isObject := v.(object)
		saidInner, saidObject := said.(object)
		switch {
		case !both:
			result[k] = v
		case isObject && saidObject:
			if rest := without(inner, saidInner); len(rest) > 0 {
				result[k] = rest
			}
		}
	}
	return result
}
