// Generated from contracts/events by `npm run generate`. Do not edit.

/** A track was added to the catalog or its metadata or file changed; carries its whole state. */
export interface TrackImported {
  /** The track. */
  trackId: string
  /** Its title. */
  name: string
  /** Its artists, first the main one. */
  artists: { id: string; name: string }[]
  /** Its album. */
  albumId: string
  /** Its album's title. */
  albumName: string
  /** album, single or compilation. */
  albumType: string
  /** Its album's artists. */
  albumArtists: { id: string; name: string }[]
  /** Its album's cover. */
  coverId: null | string
  /** Its genres. */
  genres: string[]
  /** Year of release. */
  year: null | number
  /** From 1. */
  discNumber: number
  /** From 1. */
  trackNumber: number
  /** Length, ms. */
  durationMs: number
  /** International Standard Recording Code. */
  isrc: null | string
  /** Object key of the source file. */
  sourceKey: string
  /** SHA-256 of the audio data, hex; renditions are made anew when it changes. */
  sourceHash: string
  /** vorbis, opus, flac, mp3, aac, alac, pcm … */
  codec: string
  /** ogg, flac, mp3, mp4, wav, aiff … */
  container: string
  /** Mean bit rate. */
  bitrateKbps: number
  /** Sample rate. */
  sampleRateHz: number
  /** Channels. */
  channels: number
  /** File size. */
  bytes: number
  /** added, moved, retagged or reencoded. */
  change: string
}

/** A track left the catalog because its file is gone. */
export interface TrackRemoved {
  /** The track. */
  trackId: string
  /** Its album. */
  albumId: string
  /** Its artists. */
  artistIds: string[]
}

/** The edge sent audio bytes. */
export interface AudioServed {
  /** The track. */
  trackId: string
  /** ogg-96, ogg-160, ogg-320, aac-128 or original. */
  rendition: string
  /** Body bytes sent. */
  bytes: number
  /** The HTTP status. */
  status: number
  /** First byte of the range, if one was asked for. */
  rangeStart: null | number
  /** Time from request to last byte, ms. */
  durationMs: number
}

/** An account was created. */
export interface UserRegistered {
  /** The account. */
  registeredUserId: string
  /** listener, curator or admin. */
  role: string
}

/** A playlist was created, changed or deleted; carries its state after the change. */
export interface PlaylistChanged {
  /** The playlist. */
  playlistId: string
  /** created, renamed, items-added, items-removed, items-moved, items-replaced, deleted or restored. */
  change: string
  /** Its name. */
  name: string
  /** Its description. */
  description: null | string
  /** Whose it is. */
  ownerId: string
  /** Whether others see it. */
  public: boolean
  /** How many tracks it has. */
  trackCount: number
  /** The state after the change. */
  snapshotId: string
}

/** A listener saved a track. */
export interface TrackLiked {
  /** The track. */
  trackId: string
}

/** A listener removed a saved track. */
export interface TrackUnliked {
  /** The track. */
  trackId: string
}

/** A listener heard a track, wholly or in part; written once, when it ended. */
export interface TrackPlayed {
  /** The track. */
  trackId: string
  /** Time heard, ms, without pauses and without what was skipped. */
  playedMs: number
  /** clickrow, playbtn, trackdone, fwdbtn, backbtn, appload, remote or unknown. */
  reasonStart: string
  /** trackdone, fwdbtn, backbtn, endplay, logout, trackerror, remote or unknown. */
  reasonEnd: string
  /** What was heard: ogg-96, ogg-160, ogg-320, aac-128 or original. */
  rendition: null | string
  /** The device that played. */
  device: null | string
  /** The album, playlist, artist … it was played from, as a URI. */
  context: null | string
  /** Whether it was played without a connection. */
  offline: boolean
}

/** A listener left a track before its end. */
export interface TrackSkipped {
  /** The track. */
  trackId: string
  /** Where it was left, ms. */
  positionMs: number
  /** Time heard until then, ms. */
  playedMs: number
  /** What was heard: ogg-96, ogg-160, ogg-320, aac-128 or original. */
  rendition: null | string
  /** The device that played. */
  device: null | string
  /** The album, playlist, artist … it was played from, as a URI. */
  context: null | string
  /** Whether it was played without a connection. */
  offline: boolean
}

/** A listener's device began to play a track. */
export interface TrackStarted {
  /** The track. */
  trackId: string
  /** Where it began, ms. */
  positionMs: number
  /** clickrow, playbtn, trackdone, fwdbtn, backbtn, appload, remote or unknown. */
  reasonStart: string
  /** What was heard: ogg-96, ogg-160, ogg-320, aac-128 or original. */
  rendition: null | string
  /** The device that played. */
  device: null | string
  /** The album, playlist, artist … it was played from, as a URI. */
  context: null | string
  /** Whether it was played without a connection. */
  offline: boolean
}

/** A listener searched. */
export interface Searched {
  /** The text as typed. */
  query: string
  /** The kinds asked for. */
  types: string[]
  /** How many results there were. */
  resultCount: number
}

/** Payload by event type; an event's type is also its topic. */
export interface EventData {
  'catalog.track-imported': TrackImported
  'catalog.track-removed': TrackRemoved
  'edge.audio-served': AudioServed
  'identity.user-registered': UserRegistered
  'library.playlist-changed': PlaylistChanged
  'library.track-liked': TrackLiked
  'library.track-unliked': TrackUnliked
  'playback.track-played': TrackPlayed
  'playback.track-skipped': TrackSkipped
  'playback.track-started': TrackStarted
  'search.searched': Searched
}

/** Every event type: its Avro record name, who may post it, the Avro schema of its payload. */
export const eventTypes = {
  'catalog.track-imported': {
    name: 'TrackImported',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"TrackImported","namespace":"backbeat.catalog","doc":"A track was added to the catalog or its metadata or file changed; carries its whole state.","fields":[{"name":"trackId","type":"string","doc":"The track."},{"name":"name","type":"string","doc":"Its title."},{"name":"artists","type":{"type":"array","items":{"type":"record","name":"ArtistRef","fields":[{"name":"id","type":"string"},{"name":"name","type":"string"}]}},"doc":"Its artists, first the main one."},{"name":"albumId","type":"string","doc":"Its album."},{"name":"albumName","type":"string","doc":"Its album's title."},{"name":"albumType","type":"string","doc":"album, single or compilation."},{"name":"albumArtists","type":{"type":"array","items":"ArtistRef"},"doc":"Its album's artists."},{"name":"coverId","type":["null","string"],"default":null,"doc":"Its album's cover."},{"name":"genres","type":{"type":"array","items":"string"},"doc":"Its genres."},{"name":"year","type":["null","int"],"default":null,"doc":"Year of release."},{"name":"discNumber","type":"int","doc":"From 1."},{"name":"trackNumber","type":"int","doc":"From 1."},{"name":"durationMs","type":"long","doc":"Length, ms."},{"name":"isrc","type":["null","string"],"default":null,"doc":"International Standard Recording Code."},{"name":"sourceKey","type":"string","doc":"Object key of the source file."},{"name":"sourceHash","type":"string","doc":"SHA-256 of the audio data, hex; renditions are made anew when it changes."},{"name":"codec","type":"string","doc":"vorbis, opus, flac, mp3, aac, alac, pcm …"},{"name":"container","type":"string","doc":"ogg, flac, mp3, mp4, wav, aiff …"},{"name":"bitrateKbps","type":"int","doc":"Mean bit rate."},{"name":"sampleRateHz","type":"int","doc":"Sample rate."},{"name":"channels","type":"int","doc":"Channels."},{"name":"bytes","type":"long","doc":"File size."},{"name":"change","type":"string","doc":"added, moved, retagged or reencoded."}]},
  },
  'catalog.track-removed': {
    name: 'TrackRemoved',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"TrackRemoved","namespace":"backbeat.catalog","doc":"A track left the catalog because its file is gone.","fields":[{"name":"trackId","type":"string","doc":"The track."},{"name":"albumId","type":"string","doc":"Its album."},{"name":"artistIds","type":{"type":"array","items":"string"},"doc":"Its artists."}]},
  },
  'edge.audio-served': {
    name: 'AudioServed',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"AudioServed","namespace":"backbeat.edge","doc":"The edge sent audio bytes.","fields":[{"name":"trackId","type":"string","doc":"The track."},{"name":"rendition","type":"string","doc":"ogg-96, ogg-160, ogg-320, aac-128 or original."},{"name":"bytes","type":"long","doc":"Body bytes sent."},{"name":"status","type":"int","doc":"The HTTP status."},{"name":"rangeStart","type":["null","long"],"default":null,"doc":"First byte of the range, if one was asked for."},{"name":"durationMs","type":"int","doc":"Time from request to last byte, ms."}]},
  },
  'identity.user-registered': {
    name: 'UserRegistered',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"UserRegistered","namespace":"backbeat.identity","doc":"An account was created.","fields":[{"name":"registeredUserId","type":"string","doc":"The account."},{"name":"role","type":"string","doc":"listener, curator or admin."}]},
  },
  'library.playlist-changed': {
    name: 'PlaylistChanged',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"PlaylistChanged","namespace":"backbeat.library","doc":"A playlist was created, changed or deleted; carries its state after the change.","fields":[{"name":"playlistId","type":"string","doc":"The playlist."},{"name":"change","type":"string","doc":"created, renamed, items-added, items-removed, items-moved, items-replaced, deleted or restored."},{"name":"name","type":"string","doc":"Its name."},{"name":"description","type":["null","string"],"default":null,"doc":"Its description."},{"name":"ownerId","type":"string","doc":"Whose it is."},{"name":"public","type":{"type":"boolean"},"doc":"Whether others see it."},{"name":"trackCount","type":"int","doc":"How many tracks it has."},{"name":"snapshotId","type":"string","doc":"The state after the change."}]},
  },
  'library.track-liked': {
    name: 'TrackLiked',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"TrackLiked","namespace":"backbeat.library","doc":"A listener saved a track.","fields":[{"name":"trackId","type":"string","doc":"The track."}]},
  },
  'library.track-unliked': {
    name: 'TrackUnliked',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"TrackUnliked","namespace":"backbeat.library","doc":"A listener removed a saved track.","fields":[{"name":"trackId","type":"string","doc":"The track."}]},
  },
  'playback.track-played': {
    name: 'TrackPlayed',
    clientsMayPost: true,
    dataSchema: {"type":"record","name":"TrackPlayed","namespace":"backbeat.playback","doc":"A listener heard a track, wholly or in part; written once, when it ended.","clientsMayPost":true,"fields":[{"name":"trackId","type":"string","minLength":1,"doc":"The track."},{"name":"playedMs","type":"long","minimum":0,"doc":"Time heard, ms, without pauses and without what was skipped."},{"name":"reasonStart","type":"string","default":"unknown","doc":"clickrow, playbtn, trackdone, fwdbtn, backbtn, appload, remote or unknown."},{"name":"reasonEnd","type":"string","default":"unknown","doc":"trackdone, fwdbtn, backbtn, endplay, logout, trackerror, remote or unknown."},{"name":"rendition","type":["null","string"],"default":null,"doc":"What was heard: ogg-96, ogg-160, ogg-320, aac-128 or original."},{"name":"device","type":["null","string"],"default":null,"doc":"The device that played."},{"name":"context","type":["null","string"],"default":null,"doc":"The album, playlist, artist … it was played from, as a URI."},{"name":"offline","type":"boolean","default":false,"doc":"Whether it was played without a connection."}]},
  },
  'playback.track-skipped': {
    name: 'TrackSkipped',
    clientsMayPost: true,
    dataSchema: {"type":"record","name":"TrackSkipped","namespace":"backbeat.playback","doc":"A listener left a track before its end.","clientsMayPost":true,"fields":[{"name":"trackId","type":"string","minLength":1,"doc":"The track."},{"name":"positionMs","type":"long","default":0,"minimum":0,"doc":"Where it was left, ms."},{"name":"playedMs","type":"long","default":0,"minimum":0,"doc":"Time heard until then, ms."},{"name":"rendition","type":["null","string"],"default":null,"doc":"What was heard: ogg-96, ogg-160, ogg-320, aac-128 or original."},{"name":"device","type":["null","string"],"default":null,"doc":"The device that played."},{"name":"context","type":["null","string"],"default":null,"doc":"The album, playlist, artist … it was played from, as a URI."},{"name":"offline","type":"boolean","default":false,"doc":"Whether it was played without a connection."}]},
  },
  'playback.track-started': {
    name: 'TrackStarted',
    clientsMayPost: true,
    dataSchema: {"type":"record","name":"TrackStarted","namespace":"backbeat.playback","doc":"A listener's device began to play a track.","clientsMayPost":true,"fields":[{"name":"trackId","type":"string","minLength":1,"doc":"The track."},{"name":"positionMs","type":"long","default":0,"minimum":0,"doc":"Where it began, ms."},{"name":"reasonStart","type":"string","default":"unknown","doc":"clickrow, playbtn, trackdone, fwdbtn, backbtn, appload, remote or unknown."},{"name":"rendition","type":["null","string"],"default":null,"doc":"What was heard: ogg-96, ogg-160, ogg-320, aac-128 or original."},{"name":"device","type":["null","string"],"default":null,"doc":"The device that played."},{"name":"context","type":["null","string"],"default":null,"doc":"The album, playlist, artist … it was played from, as a URI."},{"name":"offline","type":"boolean","default":false,"doc":"Whether it was played without a connection."}]},
  },
  'search.searched': {
    name: 'Searched',
    clientsMayPost: false,
    dataSchema: {"type":"record","name":"Searched","namespace":"backbeat.search","doc":"A listener searched.","fields":[{"name":"query","type":"string","doc":"The text as typed."},{"name":"types","type":{"type":"array","items":"string"},"doc":"The kinds asked for."},{"name":"resultCount","type":"int","doc":"How many results there were."}]},
  },
} as const
