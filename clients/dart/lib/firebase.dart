/// The client over the Firebase SDKs of Flutter.
library;

export 'src/firebase/firebase_functions_transport.dart';
export 'talent_client.dart';
