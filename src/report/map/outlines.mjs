// Makes outlines.csv: node outlines.mjs > outlines.csv, in a folder with world-atlas@2, topojson-client@3,
// topojson-simplify@3, d3-geo@3 (npm) and checklists/codes/countries.csv named as the first argument.
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {feature} from 'topojson-client'
import {presimplify, planarTriangleArea} from 'topojson-simplify'
import {geoNaturalEarth1, geoPath} from 'd3-geo'

const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')))
const alpha3 = new Map(readFileSync(process.argv[2], 'utf8').trim().split('\n').slice(1).map((line) => {
    const [code, , numeric] = line.split(',')
    return [numeric, code]
}))

// In detail: the Beijing group of 2010, and those who joined it or lie between its members.
const near = new Set(('AFG BGD BTN BRN KHM CHN PRK TLS FSM FJI IND IDN KIR LAO MYS MDV MNG MMR NPL PAK PNG PHL WSM SGP LKA THA ' +
    'VUT VNM COK MHL NIU SLB TON TUV NRU PLW IRN TJK KOR JPN TWN HKG').split(' '))
const FINE = 0.008, COARSE = 0.5 // the smallest triangles that stay, in square degrees

// Where the sign of a country stands, if not in the middle of its largest part: where most people live.
const signs = {KIR: [173, 1.4], MDV: [73.5, 4.2], FJI: [178, -17.8], TUV: [179.2, -8.5], FSM: [158.2, 6.9], MHL: [171.2, 7.1],
    IDN: [113.9, -1], USA: [-98, 39], NZL: [172, -42.5], FRA: [2.5, 46.6], NOR: [9, 61], MYS: [102.3, 4.2], PHL: [122, 12.6]}

const topology = presimplify(world, planarTriangleArea)
const used = topology.arcs.map(() => false)
const mark = (arcs, fine) => Array.isArray(arcs) ? arcs.forEach((a) => mark(a, fine)) : fine && (used[arcs < 0 ? ~arcs : arcs] = true)
const countries = topology.objects.countries.geometries
const code = (g) => alpha3.get(g.id) ?? ''
for (const g of countries) mark(g.arcs, near.has(code(g)))
topology.arcs = topology.arcs.map((arc, i) => arc.filter((p) => p[2] >= (used[i] ? FINE : COARSE)).map((p) => [p[0], p[1]]))
delete topology.transform

// The Pacific whole: centred on 150 degrees east. Units: a thousandth of a radian, 1000 to the right and down.
const projection = geoNaturalEarth1().rotate([-150, 0]).scale(1000).translate([0, 0]).precision(2)
const path = geoPath(projection)
const area = (ring) => Math.abs(ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length]
    return sum + p[0] * q[1] - q[0] * p[1]
}, 0) / 2)

// Rings of whole numbers from a path of straight lines; points that fall together once.
function rings(geometry) {
    const text = path(geometry) ?? ''
    return text.split('Z').filter(Boolean).map((part) => {
        const points = part.slice(1).split('L').map((p) => p.split(',').map((n) => Math.round(Number(n))))
        return points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1])
    }).sort((a, b) => area(b) - area(a))
}

function drawn(list) {
    return list.map((ring) => {
        let [x, y] = ring[0]
        let text = `M${x} ${y}l`
        let first = true
        for (const [a, b] of ring.slice(1)) {
            const dx = a - x, dy = b - y
            text += (first || dx < 0 ? '' : ' ') + dx + (dy < 0 ? '' : ' ') + dy
            first = false
            x = a
            y = b
        }
        return text + 'z'
    }).join('')
}

// Left, top, right, bottom.
function box(list, at) {
    const points = [at.map(Math.round), ...list.flat()]
    const xs = points.map((p) => p[0]), ys = points.map((p) => p[1])
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const rows = []
for (const g of countries) {
    const id = code(g)
    if (id === 'ATA' || g.properties.name === 'Antarctica') continue
    const all = rings(feature(topology, g))
    const small = near.has(id) ? 10 : 120
    const kept = all.filter((ring, i) => ring.length > 2 && (area(ring) >= small || i === 0))
    const where = signs[id] ?? null
    const largest = feature(world, g).geometry
    const at = where !== null ? projection(where) : path.centroid(biggest(largest))
    const row = [id, Math.round(at[0]), Math.round(at[1]), drawn(kept), ...box(kept, at)]
    const twin = rows.findIndex((other) => id !== '' && other[0] === id) // Australia and a reef of it
    if (twin < 0) rows.push(row)
    else if (rows[twin][3].length < row[3].length) rows[twin] = row
}
// Territories without a shape of their own at this scale, by where they lie.
for (const [id, lon, lat] of [['TUV', 179.2, -8.5]]) {
    if (rows.some((row) => row[0] === id)) continue
    const at = projection([lon, lat])
    rows.push([id, Math.round(at[0]), Math.round(at[1]), '', ...box([], at)])
}

function biggest(geometry) {
    if (geometry.type !== 'MultiPolygon') return geometry
    const sizes = geometry.coordinates.map((polygon) => area(polygon[0]))
    return {type: 'Polygon', coordinates: geometry.coordinates[sizes.indexOf(Math.max(...sizes))]}
}

rows.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[3] < b[3] ? -1 : 1)
console.log('alpha3,x,y,path,left,top,right,bottom')
for (const row of rows) console.log(row.join(','))
